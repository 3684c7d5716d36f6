namespace Skolsynk.Deliveries;

/// <summary>Waiting items by class, and within a class in turn between connections, so that a big municipality starves no small one.</summary>
internal sealed class TurnQueue<T>
{
    private readonly Class[] classes = [new(), new(), new(), new()];

    public int Count { get; private set; }

    public void Add(DeliveryClass order, long connection, T item)
    {
        classes[(int)order].Add(connection, item);
        Count++;
    }

    public bool TryTake(out T item)
    {
        foreach (var candidates in classes)
        {
            if (!candidates.TryTake(out item))
                continue;
            Count--;
            return true;
        }
        item = default!;
        return false;
    }

    private sealed class Class
    {
        private readonly Dictionary<long, Queue<T>> items = [];
        private readonly Queue<long> turns = new();

        public void Add(long connection, T item)
        {
            if (!items.TryGetValue(connection, out var queue))
            {
                items[connection] = queue = new Queue<T>();
                turns.Enqueue(connection);
            }
            queue.Enqueue(item);
        }

        public bool TryTake(out T item)
        {
            if (!turns.TryDequeue(out var connection))
            {
                item = default!;
                return false;
            }
            var queue = items[connection];
            item = queue.Dequeue();
            if (queue.Count > 0)
                turns.Enqueue(connection);
            else
                items.Remove(connection);
            return true;
        }
    }
}
