using Skolsynk.Hosting.Settings;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Applying;

/// <summary>What a file may do here, and how it gets at what stands outside it.</summary>
/// <param name="Development">Keys in the file, plain http to the machine itself, and made-up codes are allowed.</param>
/// <param name="Variable">Value of an environment variable, null when it is not set.</param>
/// <param name="ReadFile">Text of a file, null when it cannot be read.</param>
internal sealed record ApplyRules(bool Development, Func<string, string?> Variable, Func<string, string?> ReadFile);

/// <summary>
/// Lays a file over the current state: what it names is set, what it does not name stays as it is, and what it marks with
/// <c>"remove": true</c> is taken away. All problems are noted, not only the first.
/// </summary>
internal sealed class ApplyReader(ApplyState current, ApplyRules rules, List<InputProblem> problems)
{
    public ApplyState Read(PlacedJson file)
    {
        var root = new ObjectReader(file, problems);
        var suppliers = new Dictionary<string, SupplierState>(current.Suppliers);
        foreach (var reader in root.Objects("suppliers"))
            Supplier(reader, suppliers);
        var tenants = new Dictionary<string, TenantState>(current.Tenants);
        var tenantReader = new TenantReader(suppliers, rules);
        foreach (var reader in root.Objects("tenants"))
            tenantReader.Read(reader, tenants);
        root.Done();
        RefuseUsed(root, suppliers, tenants);
        CodeOwners.Check(root, tenants);
        return new() { Suppliers = suppliers, Tenants = tenants };
    }

    /// <summary>The key of a thing; null is noted.</summary>
    internal static string? KeyOf(ObjectReader reader)
    {
        var key = reader.Text("key");
        if (key is null)
            reader.Missing("key", "ett kort namn som du hittar på, till exempel ”ekhult”.");
        else if (!key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || key.Length > 40)
            reader.Note(reader.Member("key")!, $"”{key}” går inte. Små bokstäver a–z, siffror och bindestreck, högst 40 tecken.");
        else
            return key;
        return null;
    }

    internal static T Set<T>(IEnumerable<Setting<T>> settings, T thing, ObjectReader reader) =>
        settings.Aggregate(thing, (value, setting) => setting.Read(value, reader));

    private void Supplier(ObjectReader reader, Dictionary<string, SupplierState> suppliers)
    {
        if (KeyOf(reader) is not { } key)
            return;
        var known = suppliers.TryGetValue(key, out var before);
        var supplier = Set(ApplySettings.Supplier, before ?? new SupplierState(key), reader);
        if (reader.Object("profile") is { } profile)
        {
            supplier = supplier with { Profile = Set(ApplySettings.Profile, supplier.Profile, profile) };
            profile.Done();
        }
        var environments = new Dictionary<EnvironmentKind, EnvironmentState>(supplier.Environments);
        foreach (var environment in reader.Objects("environments"))
            Environment(environment, environments);
        if (!known && supplier.Name.Length == 0)
            reader.Missing("name", "en ny leverantör behöver ett namn.");
        if (reader.Flag("remove") is true)
            suppliers.Remove(key);
        else
            suppliers[key] = supplier with { Environments = environments };
        reader.Done();
    }

    private void Environment(ObjectReader reader, Dictionary<EnvironmentKind, EnvironmentState> environments)
    {
        if (reader.Choice<EnvironmentKind>("kind") is not { } kind)
        {
            if (reader.Member("kind") is null)
                reader.Missing("kind", "test eller production.");
            return;
        }
        var environment = Set(ApplySettings.Environment, environments.GetValueOrDefault(kind) ?? new(kind), reader);
        if (reader.Text("address") is { } address)
        {
            if (Addresses.Problem(address, rules.Development) is { } problem)
                reader.Note(reader.Member("address")!, problem);
            environment = environment with { Address = Addresses.Trimmed(address) };
        }
        environment = environment.After(environments.GetValueOrDefault(kind), reader.Choice<ReceiverIs>("receiver"));
        if (environment.Address.Length == 0 && reader.Member("address") is null)
            reader.Missing("address", "en ny miljö behöver leverantörens basadress.");
        if (reader.Flag("remove") is true)
            environments.Remove(kind);
        else
            environments[kind] = environment;
        reader.Done();
    }

    /// <summary>A supplier or environment that a connection points at cannot go.</summary>
    private static void RefuseUsed(ObjectReader root, Dictionary<string, SupplierState> suppliers, Dictionary<string, TenantState> tenants)
    {
        var lost = tenants.Values.SelectMany(t => t.Connections.Keys, (tenant, name) => (tenant, name))
            .Where(c => !suppliers.TryGetValue(c.name.Supplier, out var supplier) || !supplier.Environments.ContainsKey(c.name.Environment));
        foreach (var (tenant, name) in lost)
        {
            root.Note(root.Node, $"Leverantören ”{name.Supplier}” ({ObjectReader.Camel($"{name.Environment}")}) går inte att ta bort: "
                + $"kommunen ”{tenant.Key}” har en anslutning till den. Ta bort anslutningen först.");
        }
    }
}
