namespace Skolsynk.Sandbox.Faults;

/// <summary>The switches. Thread-safe; used by tests in the same process, by the sandbox's page and over HTTP.</summary>
public sealed class FaultBoard
{
    private readonly Lock gate = new();
    private readonly List<Switch> switches = [];
    private int lastId;

    /// <summary>A fault that is on, its number, and how many requests it has met.</summary>
    public sealed record Active(int Id, Fault Fault, int Met);

    private sealed class Switch(int id, Fault fault)
    {
        public int Id => id;

        public Fault Fault => fault;

        public int Skipped { get; set; }

        public int Met { get; set; }

        public bool Spent => Fault.Count is { } count && Met >= count;
    }

    /// <summary>The faults that are on; those that have met their count are off.</summary>
    public IReadOnlyList<Active> On
    {
        get
        {
            lock (gate)
                return [.. switches.Where(on => !on.Spent).Select(on => new Active(on.Id, on.Fault, on.Met))];
        }
    }

    /// <summary>Switches a fault on and returns its number.</summary>
    public int SwitchOn(Fault fault)
    {
        lock (gate)
        {
            switches.Add(new Switch(++lastId, fault));
            return lastId;
        }
    }

    public bool SwitchOff(int id)
    {
        lock (gate)
            return switches.RemoveAll(on => on.Id == id) > 0;
    }

    public void SwitchAllOff()
    {
        lock (gate)
            switches.Clear();
    }

    /// <summary>How many requests a fault has met, also after it is spent.</summary>
    public int Met(int id)
    {
        lock (gate)
            return switches.Find(on => on.Id == id)?.Met ?? 0;
    }

    /// <summary>The faults that meet this request; each counts it.</summary>
    /// <param name="path">Without leading slash.</param>
    public IReadOnlyList<Fault> Meet(string path, Guid? tenant, bool insideBatch = false)
    {
        lock (gate)
        {
            if (switches.Count == 0)
                return [];
            return [.. switches.Where(on => Meets(on.Fault, path, tenant, insideBatch)).Where(Count).Select(on => on.Fault)];
        }
    }

    private static bool Count(Switch on)
    {
        if (on.Spent)
            return false;
        if (on.Skipped < on.Fault.Skip)
        {
            on.Skipped++;
            return false;
        }

        on.Met++;
        return true;
    }

    private static bool Meets(Fault fault, string path, Guid? tenant, bool insideBatch)
    {
        if (fault.Tenant is { } wanted && wanted != tenant)
            return false;
        if (fault.Place == (insideBatch ? FaultPlace.OutsideBatch : FaultPlace.InsideBatch))
            return false;
        // What breaks the connection cannot happen to one part of a batch.
        if (insideBatch && BreaksTheWhole(fault.Kind))
            return false;
        return Begins(path, fault.Path);
    }

    private static bool BreaksTheWhole(FaultKind kind) => kind is FaultKind.Latency or FaultKind.HtmlGateway or FaultKind.BrokenConnection
        or FaultKind.NoAnswer or FaultKind.Drip or FaultKind.BadJson or FaultKind.Unauthorized;

    internal static bool Begins(string path, string pattern)
    {
        var wanted = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var actual = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return wanted.Length <= actual.Length
            && wanted.Zip(actual).All(pair => pair.First == "*" || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
    }
}
