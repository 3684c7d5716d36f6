using Skolsynk.Hosting.Settings;
using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Applying;

/// <summary>Lays one tenant of a file, with its codes and connections, over what it is now.</summary>
internal sealed class TenantReader(IReadOnlyDictionary<string, SupplierState> suppliers, ApplyRules rules)
{
    public void Read(ObjectReader reader, Dictionary<string, TenantState> tenants)
    {
        if (ApplyReader.KeyOf(reader) is not { } key)
            return;
        var known = tenants.TryGetValue(key, out var before);
        var tenant = EntraTenant(reader, ApplyReader.Set(ApplySettings.Tenant, before ?? new TenantState(key), reader), known);
        if (!known && tenant.Name.Length == 0 && reader.Member("name") is null)
            reader.Missing("name", "en ny kommun behöver ett namn.");
        if (tenant.MadeUpCodes && !rules.Development)
            reader.Note(reader.Member("madeUpCodes") ?? reader.Node, "Påhittade skolenhetskoder får bara användas i Development.");
        if (reader.Flag("remove") is true)
            reader.Note(reader.Node, "En kommun tas inte bort med apply. Sätt ”active”: false för att sluta läsa och leverera, eller kör ”skolsynk end --tenant KOMMUN --all”.");
        if (tenants.Values.FirstOrDefault(t => t.Key != key && t.EntraTenantId == tenant.EntraTenantId) is { } twin)
            reader.Note(reader.Member("entraTenantId") ?? reader.Node, $"Samma Entra-id har redan kommunen ”{twin.Key}”.");
        var schools = new SchoolNames(tenant);
        tenant = Protected(reader, tenant with { Codes = Codes(reader, tenant, schools) });
        tenants[key] = tenant with { Connections = Connections(reader, tenant, schools) };
        reader.Done();
    }

    /// <summary>A list that is named replaces the whole list. Who waits is approved by how many they are, so that nobody approves others than were shown.</summary>
    private static TenantState Protected(ObjectReader reader, TenantState tenant)
    {
        if (reader.Texts("protected") is { } ids)
        {
            var persons = ids.Select(id => Ids.Of(tenant.EntraTenantId, EntityKind.Person, id)).Distinct();
            tenant = tenant with { Protected = [.. persons.Order(Comparer<Guid>.Create(Ids.Compare))] };
        }
        if (reader.Whole("acceptProtectedGroup", 0, 1_000_000) is { } left)
        {
            if (left != tenant.ShrunkGroup)
                reader.Note(reader.Member("acceptProtectedGroup")!, tenant.ShrunkGroup is { } found
                    ? $"{left} går inte: {found} finns kvar i gruppen." : "Gruppen med skyddade personer väntar inte på något beslut.");
            tenant = tenant with { ShrunkGroup = null };
        }
        if (reader.Whole("approveProtected", 1, 1_000_000) is not { } count)
            return tenant;
        if (count != tenant.ProtectedWaiting)
            reader.Note(reader.Member("approveProtected")!, $"{count} går inte: {tenant.ProtectedWaiting} skyddade personer väntar på beslut.");
        return tenant with { ProtectedWaiting = 0 };
    }

    private static TenantState EntraTenant(ObjectReader reader, TenantState tenant, bool known)
    {
        var id = reader.Id("entraTenantId");
        if (!known && reader.Member("entraTenantId") is null)
            reader.Missing("entraTenantId", "kommunens id i Microsoft Entra.");
        if (known && id is not null && id != tenant.EntraTenantId)
            reader.Note(reader.Member("entraTenantId")!, "Går inte att ändra: allt som leverantörerna har hänger på det. Lägg upp en ny kommun.");
        return known ? tenant : tenant with { EntraTenantId = id ?? default };
    }

    private static Dictionary<Guid, string> Codes(ObjectReader tenantReader, TenantState tenant, SchoolNames schools)
    {
        var codes = new Dictionary<Guid, string>(tenant.Codes);
        var seen = new HashSet<Guid>();
        foreach (var reader in tenantReader.Objects("codes"))
        {
            var school = reader.Text("school") is { } text ? schools.Find(text, reader.Member("school")!, reader) : null;
            if (reader.Member("school") is null)
                reader.Missing("school", "skolans id, eller dess namn om den är läst.");
            if (school is { } id && !seen.Add(id))
                reader.Note(reader.Node, "Skolan har redan fått en kod tidigare i filen.");
            var remove = reader.Flag("remove") is true;
            var code = CodeOf(reader, needed: !remove);
            if (school is { } found && remove)
                codes.Remove(found);
            else if (school is { } given && code is not null)
                codes[given] = code;
            reader.Done();
        }
        return codes;
    }

    private static string? CodeOf(ObjectReader reader, bool needed)
    {
        var code = reader.Text("code");
        if (code is null && needed && reader.Member("code") is null)
            reader.Missing("code", "skolenhetskoden, åtta siffror inom citattecken.");
        if (code is null || SourceFields.SuggestedCodeOf(code, null) == code)
            return code;
        reader.Note(reader.Member("code")!, $"”{code}” är ingen skolenhetskod: åtta siffror, den första inte 0, och inget datum.");
        return null;
    }

    private Dictionary<ConnectionName, ConnectionState> Connections(ObjectReader tenantReader, TenantState tenant, SchoolNames schools)
    {
        var connections = new Dictionary<ConnectionName, ConnectionState>(tenant.Connections);
        foreach (var reader in tenantReader.Objects("connections"))
        {
            if (NameOf(reader) is { } name)
                Connection(reader, name, connections, new ScopeReader(tenant, schools));
        }
        return connections;
    }

    private void Connection(
        ObjectReader reader, ConnectionName name, Dictionary<ConnectionName, ConnectionState> connections, ScopeReader scopes)
    {
        var known = connections.TryGetValue(name, out var before);
        var connection = ApplyReader.Set(ApplySettings.Connection, before ?? new ConnectionState(name), reader);
        connection = connection with { Key = new KeyReader(rules).Read(reader) ?? connection.Key };
        connection = connection with { Scope = scopes.Read(reader, connection.Scope, known) };
        if (reader.Flag("remove") is not true)
            connections[name] = connection;
        else if (connection.HasReceipts)
            reader.Note(reader.Node, "Leverantören har uppgifter genom anslutningen. Sätt ”scope.schools”: [] och vänta tills Skolsynk har tagit bort dem hos leverantören. Ta sedan bort anslutningen.");
        else
            connections.Remove(name);
        reader.Done();
    }

    private ConnectionName? NameOf(ObjectReader reader)
    {
        var supplier = reader.Text("supplier");
        var kind = reader.Choice<EnvironmentKind>("environment");
        if (reader.Member("supplier") is null)
            reader.Missing("supplier", "leverantörens ”key”.");
        if (reader.Member("environment") is null)
            reader.Missing("environment", "test eller production.");
        if (supplier is null || kind is null)
            return null;
        if (!suppliers.TryGetValue(supplier, out var found))
            reader.Note(reader.Member("supplier")!, $"Ingen leverantör heter ”{supplier}”. Det finns: {string.Join(", ", suppliers.Keys.Order(StringComparer.Ordinal))}.");
        else if (!found.Environments.ContainsKey(kind.Value))
            reader.Note(reader.Member("environment")!, $"Leverantören ”{supplier}” har ingen miljö {ObjectReader.Camel($"{kind}")}.");
        else
            return new(supplier, kind.Value);
        return null;
    }
}
