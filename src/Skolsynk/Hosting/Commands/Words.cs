using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Sync;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Commands;

/// <summary>What the console calls things.</summary>
internal static class Words
{
    public static string Of(EntityKind kind) => kind switch
    {
        EntityKind.School => "skolor",
        EntityKind.Person => "personer",
        _ => "grupper",
    };

    public static string Of(NotSentReason reason) => NotSentTexts.Why(reason);

    public static string Of(EnvironmentKind kind) => kind is EnvironmentKind.Test ? "test" : "skarp";

    public static string Of(RestKind rest) => rest switch
    {
        RestKind.Unauthorized => "nyckeln godtas inte, eller saknas",
        RestKind.Misconfigured => "fel adress eller inställning, eller för mycket avvisat",
        RestKind.Throttled => "leverantören bad Skolsynk att vänta",
        RestKind.Unreachable => "leverantören svarar inte",
        RestKind.NotReconciled => "måste först jämföras med vad leverantören har: skolsynk reconcile",
        _ => "",
    };

    public static string Of(SyncOutcome outcome) => outcome switch
    {
        SyncOutcome.Done => "ändringar införda",
        SyncOutcome.NothingChanged => "inget ändrat",
        SyncOutcome.Held => "delvis stoppad: väntar på granskning",
        SyncOutcome.Failed => "misslyckades",
        _ => "avbröts av fel i Skolsynk",
    };
}
