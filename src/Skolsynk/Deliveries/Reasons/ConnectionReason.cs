using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries.Reasons;

/// <summary>Why a whole connection sends nothing, whatever is owed; pure. Null where it sends.</summary>
public static class ConnectionReason
{
    /// <param name="start">Null: the operator made it.</param>
    /// <param name="state">Null: it was never looked at.</param>
    /// <param name="hasAgreement">An agreement with the supplier holds today.</param>
    public static Reason? Of(ConnectionDetails connection, ConnectionStart? start, ConnectionState? state, bool hasAgreement, DateTimeOffset now)
    {
        if (state is { Ending: not EndingKind.None })
            return new(ReasonCode.Ending);
        if (connection.Paused && start is { StartedAt: null })
            return new(ReasonCode.Draft);
        if (connection.NeedsConfirmation)
            return new(ReasonCode.AwaitingSupplier);
        if (connection.LacksConsent)
            return new(hasAgreement ? ReasonCode.ProtectedUnanswered : ReasonCode.NoAgreement);
        if (connection.Paused)
            return new(ReasonCode.Paused, start?.PausedUntil is { } until ? new(until.ToDateTime(TimeOnly.FromTimeSpan(TimeSpan.FromHours(12))), TimeSpan.Zero) : null);
        if (connection.Environment.Stopped)
            return new(ReasonCode.Stopped);
        if (connection.SealedKey is null)
            return new(ReasonCode.NoKey);
        return state is not null && state.RestsAt(now.ToUnixTimeMilliseconds()) ? OfRest(state.Rest) : null;
    }

    private static Reason? OfRest(RestKind rest) => rest switch
    {
        RestKind.Unauthorized => new(ReasonCode.Unauthorized),
        RestKind.Misconfigured => new(ReasonCode.Misconfigured),
        _ => null,
    };
}
