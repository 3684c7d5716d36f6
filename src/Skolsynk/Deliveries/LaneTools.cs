using Skolsynk.Data;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>What all lanes of a process share.</summary>
/// <param name="Owner">Name of this process in leases; unique among replicas.</param>
/// <param name="Handler">Makes the way out to a supplier; tests pass their own.</param>
public sealed record LaneTools(
    Database Database, SealedSecrets Secrets, DeliveryBoard Board, string Owner, Func<CapabilityProfile, HttpMessageHandler> Handler)
{
    /// <summary>For waiting and time-outs; stored times come from the database.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Sent but not yet recorded objects of one connection, at most; more is faster on slow disks and repeats more after a crash.</summary>
    public int MostUnrecorded { get; init; } = 256;

    /// <summary>
    /// The same in a first delivery, where there is much to send and nothing stands at the supplier yet that a repeated call could
    /// disturb. Measured: on a busy disk it doubles the rate.
    /// </summary>
    public int MostUnrecordedAtFirst { get; init; } = 1_000;

    /// <summary>Nothing is in flight for longer.</summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(45);

    public TimeSpan AttemptTimeout { get; init; } = LongestAttempt;
}
