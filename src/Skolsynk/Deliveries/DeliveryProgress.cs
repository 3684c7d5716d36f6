using System.Collections.Concurrent;
using Skolsynk.Data;

namespace Skolsynk.Deliveries;

/// <summary>How far one connection's pass has come; numbers only.</summary>
/// <param name="InScope">Resources that the supplier should have.</param>
/// <param name="Confirmed">Of those, confirmed so far, earlier passes included.</param>
/// <param name="Sent">Answers recorded in this pass.</param>
/// <param name="Refused">Of those, refused.</param>
/// <param name="Running">Whether the pass is going on.</param>
public sealed record DeliveryProgress(int InScope, int Confirmed, int Sent, int Refused, TimeSpan Elapsed, bool Running);

/// <summary>The progress of every connection that this process delivers to, for consoles and pages of the same process.</summary>
public sealed class DeliveryBoard
{
    private readonly ConcurrentDictionary<(TenantId, int), DeliveryProgress> progress = new();

    public IReadOnlyDictionary<(TenantId Tenant, int Connection), DeliveryProgress> All => progress;

    internal void Set(TenantId tenant, int connection, DeliveryProgress now) => progress[(tenant, connection)] = now;
}
