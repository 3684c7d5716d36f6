namespace Skolsynk.Deliveries;

/// <summary>What came of one delivery, flips between POST and PUT included.</summary>
/// <param name="Action">The action that was answered last.</param>
/// <param name="Verdict">Never Exists; NotThere only for a delete: the others are followed to their end here.</param>
/// <param name="Conflict">The supplier says that it is there on POST and not there on PUT.</param>
/// <param name="MayStand">Some attempt may have been applied, or the object stood there before: only a 2xx, or its delete, settles it.</param>
public sealed record Sent(DeliveryAction Action, Verdict Verdict, SupplierAnswer Answer, bool Conflict = false, bool MayStand = false);

/// <summary>Sends one delivery through the lane's gate and follows what the answers ask for: one flip, patience when throttled.</summary>
/// <param name="outdated">Ends the waiting for a turn, but nothing that is in flight: what may have left is answered or times out.</param>
internal sealed class Sender(LaneGate gate, ScimClient client, Receiver receiver, CancellationToken outdated)
{
    /// <summary>Times that one object waits for a throttled supplier before its pass gives up for now.</summary>
    private const int MostThrottles = 20;

    /// <summary>Asked right before anything leaves; throws when the lane may be somebody else's by now.</summary>
    public Action MayLeave { get; init; } = () => { };

    public async Task<Sent> Send(Delivery delivery, DeliveryClass order, long turn, CancellationToken cancellation)
    {
        var action = delivery.Action;
        var (flipped, mayStand) = (false, false);
        for (var throttles = 0; ;)
        {
            if (await Attempt(delivery, action, order, turn, cancellation) is not { } answer)
                return new Sent(action, Verdict.Unreachable, new SupplierAnswer(0, NothingSent: true), MayStand: mayStand);
            var verdict = Verdicts.Of(action, answer);
            mayStand |= Verdicts.MayBeApplied(answer);
            switch (verdict)
            {
                case Verdict.Exists when action is DeliveryAction.Create && !flipped:
                    (action, flipped, mayStand) = (DeliveryAction.Replace, true, true);
                    break;
                case Verdict.NotThere when action is DeliveryAction.Replace && !flipped:
                    (action, flipped) = (DeliveryAction.Create, true);
                    break;
                case Verdict.NotThere when action is DeliveryAction.Delete:
                    return new Sent(action, Verdict.NotThere, answer);
                case Verdict.Exists or Verdict.NotThere:
                    return new Sent(action, Verdict.Refused, answer, Conflict: true, MayStand: mayStand && verdict is Verdict.Exists);
                case Verdict.Throttled when ++throttles < MostThrottles:
                    break;
                default:
                    return new Sent(action, verdict, answer, MayStand: mayStand);
            }
        }
    }

    /// <returns>Null: the lane rests, nothing was sent.</returns>
    private async Task<SupplierAnswer?> Attempt(
        Delivery delivery, DeliveryAction action, DeliveryClass order, long turn, CancellationToken cancellation)
    {
        try
        {
            await gate.Enter(order, turn, outdated);
        }
        catch (LaneRestsException)
        {
            return null;
        }
        SupplierAnswer? answer = null;
        try
        {
            MayLeave();
            return answer = await client.Send(receiver, action, delivery, cancellation);
        }
        finally
        {
            if (answer is null)
                gate.Left();
            else
                gate.Answered(Verdicts.Of(action, answer), answer.RetryAfter);
        }
    }
}
