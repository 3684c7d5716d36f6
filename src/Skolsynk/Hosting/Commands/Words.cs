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

    public static string Of(NotSentReason reason) => reason switch
    {
        NotSentReason.SchoolWithoutCode => "skolan saknar skolenhetskod",
        NotSentReason.SchoolNotChosen => "skolan är inte vald",
        NotSentReason.SchoolWithoutName => "skolan saknar namn",
        NotSentReason.NoRole => "varken elev eller lärare (Övriga)",
        NotSentReason.RoleNotChosen => "rollen är inte vald",
        NotSentReason.NameMissing => "förnamn eller efternamn saknas",
        NotSentReason.UserNameMissing => "inloggningsnamn saknas",
        NotSentReason.EmailMissing => "e-postadress saknas, och leverantören kräver den",
        NotSentReason.Excluded => "undantagen",
        NotSentReason.NoSchool => "hör inte till någon skola",
        NotSentReason.NoSchoolInScope => "ingen av skolorna skickas",
        NotSentReason.GroupEmpty => "varken elever eller lärare som skickas",
        NotSentReason.GroupKindNotTaken => "den sortens grupp tas inte emot eller är inte vald",
        NotSentReason.GroupWithoutName => "gruppen saknar namn",
        _ => $"orsak {(int)reason}",
    };

    public static string Of(EnvironmentKind kind) => kind is EnvironmentKind.Test ? "test" : "skarp";

    public static string Of(RestKind rest) => rest switch
    {
        RestKind.Unauthorized => "nyckeln godtas inte, eller saknas",
        RestKind.Misconfigured => "fel adress eller inställning, eller för mycket avvisat",
        RestKind.Throttled => "leverantören bad Skolsynk att vänta",
        RestKind.Unreachable => "leverantören svarar inte",
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
