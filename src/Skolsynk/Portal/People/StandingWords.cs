using Skolsynk.Deliveries.Reasons;
using Skolsynk.Portal.Frame;

namespace Skolsynk.Portal.People;

/// <summary>How an object stands at a supplier, as pages show it: icon, word, and why.</summary>
internal static class StandingWords
{
    public static Status Of(ObjectStanding standing, DateTimeOffset now, string operatorName) => standing.State switch
    {
        ObjectState.Confirmed => new("check", "green", $"Bekräftad {Time(standing.At, now)}", ""),
        ObjectState.Waiting => new("send", "blue", "Väntar på sändning", ""),
        ObjectState.Retrying => new("clock", "yellow", $"Försöker igen {Time(standing.At, now)} (försök {standing.Tries + 1})", ""),
        ObjectState.Rejected => new("triangle", "yellow", "Avvisad av leverantören", RefusalCauses.Text(standing.Why?.Cause ?? RefusalCause.Other) + "."),
        ObjectState.Held => new("hand", "yellow", "Hålls kvar för granskning", ""),
        ObjectState.Kept => new("checkclock", "green", $"Behålls till {(standing.At is { } until ? Text.Date(until) : "")}", ""),
        ObjectState.Leaving => new("clock", "grey", standing.At is { } at && at > now ? $"Markerad för borttagning, skickas {Text.Date(at)}" : "Markerad för borttagning", Why(standing, operatorName)),
        _ => new("ring", "grey", "Skickas inte", Why(standing, operatorName)),
    };

    /// <summary>“Ändra urvalet.” with the page where that is done; no address: it is done elsewhere. Null: there is nothing to do.</summary>
    /// <param name="path">First part of the addresses of the supplier's pages.</param>
    /// <param name="environment">What follows an address that is about the test environment.</param>
    public static (string Text, string? Address)? Remedy(Reason reason, string supplier, string path, string environment)
    {
        var text = ReasonTexts.Remedy(reason, supplier);
        var address = reason.Code switch
        {
            ReasonCode.SchoolNoCode => "/schools",
            ReasonCode.SchoolNotSelected or ReasonCode.RoleNotSelected or ReasonCode.GroupTypeNotSelected => $"{path}/scope{environment}",
            ReasonCode.NoAgreement => $"{path}/agreement{environment}",
            ReasonCode.NoKey or ReasonCode.Unauthorized => $"{path}/connection{environment}",
            ReasonCode.ProtectedUnanswered => "/setup/protected",
            ReasonCode.Held => "/reviews",
            _ => null,
        };
        return text.Length == 0 ? null : (text, address);
    }

    private static string Why(ObjectStanding standing, string operatorName) => standing.Why is { } why ? Large(ReasonTexts.Why(why, operatorName)) + "." : "";

    public static string Large(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Time(DateTimeOffset? at, DateTimeOffset now) => at is not { } time ? ""
        : Text.Date(time) == Text.Date(now) ? $"{Text.Clock(time)} i dag" : $"{Text.Date(time)} {Text.Clock(time)}";
}
