namespace Skolsynk.Sandbox.Suppliers;

/// <summary>A stand-in supplier: its two environments, with data apart.</summary>
internal sealed class Supplier
{
    public Supplier(SupplierProfile profile, TimeProvider time, CancellationToken stopping)
    {
        Profile = profile;
        var production = profile.BasePath.TrimEnd('/');
        var test = production.Replace("/" + profile.Name, $"/{profile.Name}-test", StringComparison.Ordinal);
        Production = new(profile, "production", production, time, stopping);
        Test = new(profile, "test", test, time, stopping);
    }

    public SupplierProfile Profile { get; }

    public ScimReceiver Production { get; }

    public ScimReceiver Test { get; }

    public IReadOnlyList<ScimReceiver> Receivers => [Production, Test];

    /// <summary>By name, production when none is given; null when there is no such environment.</summary>
    public ScimReceiver? Environment(string? name) => name switch
    {
        null or "" or "production" => Production,
        "test" => Test,
        _ => null,
    };
}

/// <summary>All stand-in suppliers of a sandbox.</summary>
internal sealed class SandboxSuppliers
{
    private readonly ScimReceiver[] receivers;

    /// <param name="stopping">Ends answers that a fault keeps waiting when the sandbox stops.</param>
    public SandboxSuppliers(TimeProvider time, CancellationToken stopping = default, params SupplierProfile[] profiles)
    {
        if (profiles.Length == 0)
            profiles = [SupplierProfile.Alfa, SupplierProfile.Beta, SupplierProfile.Bench];
        All = [.. profiles.Select(profile => new Supplier(profile, time, stopping))];
        receivers = [.. All.SelectMany(supplier => supplier.Receivers)];
    }

    public IReadOnlyList<Supplier> All { get; }

    public Supplier Alfa => this["alfa"];

    public Supplier Beta => this["beta"];

    public Supplier Bench => this["bench"];

    public Supplier this[string name] => Find(name) ?? throw new KeyNotFoundException($"No supplier is called {name}.");

    public Supplier? Find(string name) => All.FirstOrDefault(supplier => supplier.Profile.Name == name);

    /// <summary>Answers what is for a receiver; false: nobody's path.</summary>
    public bool TryHandle(HttpContext context, out Task handled)
    {
        var path = context.Request.Path.Value ?? "";
        foreach (var receiver in receivers)
        {
            var start = receiver.BasePath.Length;
            if (path.StartsWith(receiver.BasePath, StringComparison.Ordinal) && path.Length > start && path[start] == '/')
            {
                handled = receiver.HandleAsync(context, path[(start + 1)..]);
                return true;
            }
        }

        handled = Task.CompletedTask;
        return false;
    }
}
