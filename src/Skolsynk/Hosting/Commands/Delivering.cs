using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Hosting.Screens;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Commands;

/// <summary>
/// Delivers what one or all tenants owe, with progress. A lane that another process (or this one's own loop) holds is left to it
/// and waited for.
/// </summary>
internal sealed class Delivering(Desk desk)
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);

    /// <summary>The connections that were looked at, as they stand afterwards.</summary>
    public async Task<IReadOnlyList<ConnectionDetails>> Run(Func<ConnectionDetails, bool> only, CancellationToken cancellation)
    {
        var chosen = await Chosen(only, cancellation);
        if (chosen.Count == 0)
            return chosen;
        var runner = desk.Installation.Lanes("kommando");
        var environments = chosen.Select(c => c.Environment).DistinctBy(e => e.Id).ToList();
        await desk.Screen.Follow("Levererar", () => Advance(chosen), async () =>
        {
            await Task.WhenAll(environments.Select(e => Lane(runner, e, only, chosen, cancellation)));
            return true;
        });
        return chosen;
    }

    private Task<IReadOnlyList<ConnectionDetails>> Chosen(Func<ConnectionDetails, bool> only, CancellationToken cancellation) =>
        desk.Database.Read<IReadOnlyList<ConnectionDetails>>(session =>
            [.. ConnectionStore.Environments(session).SelectMany(e => ConnectionStore.Lane(session, e.Id)).Where(only)], cancellation);

    private async Task Lane(
        LaneRunner runner, SupplierEnvironment environment, Func<ConnectionDetails, bool> only, IReadOnlyList<ConnectionDetails> chosen,
        CancellationToken cancellation)
    {
        while ((await runner.RunOnce(environment, only, cancellation)).HeldElsewhere)
        {
            var mine = chosen.Where(c => c.Environment.Id == environment.Id).ToList();
            if (await desk.Database.Read(session => mine.TrueForAll(c => IsSettled(session, c)), cancellation))
                return;
            await Task.Delay(Turn, desk.Installation.Time, cancellation);
        }
    }

    /// <summary>In step, or resting for a reason that waiting here does not mend.</summary>
    private static bool IsSettled(Session session, ConnectionDetails connection) =>
        ConnectionStates.Load(session, connection.Tenant, connection.Id) is not { } state
        || state.InputV == state.DoneV || state.RestUntil > session.Now;

    private Advance? Advance(IReadOnlyList<ConnectionDetails> chosen)
    {
        var known = chosen.Select(c => desk.Installation.Board.All.GetValueOrDefault((c.Tenant, c.Id))).OfType<DeliveryProgress>().ToList();
        if (known.Count == 0)
            return null;
        var refused = known.Sum(p => p.Refused);
        return new(known.Sum(p => (long)p.Confirmed), known.Sum(p => (long)p.InScope), refused > 0 ? $"{Swedish.Number(refused)} avvisade" : null)
        {
            Rate = known.Where(p => p.Running).Sum(Rate),
            Left = known.Where(p => p.Running && Rate(p) > 0)
                .Select(p => TimeSpan.FromSeconds((p.InScope - p.Confirmed - p.Refused) / Rate(p))).DefaultIfEmpty().Max(),
        };
    }

    private static double Rate(DeliveryProgress progress) => progress.Sent / Math.Max(0.1, progress.Elapsed.TotalSeconds);
}
