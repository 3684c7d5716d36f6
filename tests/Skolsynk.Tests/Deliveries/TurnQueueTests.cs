using CsCheck;
using Skolsynk.Deliveries;

namespace Skolsynk.Tests.Deliveries;

public sealed class TurnQueueTests
{
    [Fact]
    public void Connections_take_turns_whatever_one_of_them_has_piled_up()
    {
        var queue = new TurnQueue<string>();
        foreach (var i in Enumerable.Range(1, 4))
            queue.Add(DeliveryClass.Ordinary, 1, $"big{i}");
        queue.Add(DeliveryClass.Ordinary, 2, "small1");
        queue.Add(DeliveryClass.Ordinary, 2, "small2");
        Assert.Equal(["big1", "small1", "big2", "small2", "big3", "big4"], Drain(queue));
    }

    [Fact]
    public void A_higher_class_goes_before_all_that_waits()
    {
        var queue = new TurnQueue<string>();
        queue.Add(DeliveryClass.FirstDelivery, 1, "first");
        queue.Add(DeliveryClass.Ordinary, 1, "ordinary");
        queue.Add(DeliveryClass.OnDemand, 2, "asked for");
        queue.Add(DeliveryClass.ProtectedRemoval, 3, "protected");
        Assert.Equal(["protected", "asked for", "ordinary", "first"], Drain(queue));
    }

    [Fact]
    public void Each_item_comes_out_once_and_those_of_one_connection_and_class_in_order() =>
        Gen.Select(Gen.Enum<DeliveryClass>(), Gen.Long[1, 4]).Array[0, 60].Sample(added =>
        {
            var queue = new TurnQueue<(DeliveryClass Order, long Connection, int Number)>();
            foreach (var (i, one) in added.Index())
                queue.Add(one.Item1, one.Item2, (one.Item1, one.Item2, i));
            var drained = Drain(queue);
            return drained.Count == added.Length && queue.Count == 0
                && drained.Zip(drained.Skip(1)).All(pair => pair.First.Order <= pair.Second.Order)
                && drained.GroupBy(one => (one.Order, one.Connection)).All(of => of.Zip(of.Skip(1)).All(pair => pair.First.Number < pair.Second.Number));
        });

    private static List<T> Drain<T>(TurnQueue<T> queue)
    {
        var items = new List<T>();
        while (queue.TryTake(out var item))
            items.Add(item);
        return items;
    }
}
