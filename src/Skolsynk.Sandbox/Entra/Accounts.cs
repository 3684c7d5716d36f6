using System.Security.Cryptography;
using System.Text;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Entra;

/// <summary>An account that can sign in.</summary>
/// <param name="Key">Names it in addresses.</param>
/// <param name="Tenant">The Entra tenant of the account; that of all private accounts for a private one.</param>
/// <param name="What">Who it is, for the page that offers it.</param>
public sealed record Account(string Key, Guid Tenant, Guid ObjectId, string Name, string UserName, string What)
{
    /// <summary>Template ids of the Entra roles that are active (claim <c>wids</c>).</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}

/// <summary>The ready accounts of the sign-in page; the same each time for the same municipalities.</summary>
public static class Accounts
{
    /// <summary>The tenant in which Microsoft keeps private accounts.</summary>
    public static readonly Guid Private = new("9188040d-6c67-4c5b-b112-36a304b66dad");

    public const string GlobalAdministrator = "62e90394-69f5-4237-9190-012177145e10";

    /// <summary>Role of every ordinary member of a tenant.</summary>
    private const string Member = "b79fbf4d-3ef9-4689-8143-76b194e85509";

    public static IReadOnlyList<Account> Of(TenantRegister tenants) =>
        [.. tenants.All.Select(tenant => tenant.Municipality).SelectMany(OfMunicipality), PrivateOne];

    /// <summary>The first municipality's account with this key; for tests.</summary>
    public static Account Find(TenantRegister tenants, string key) => Of(tenants).First(account => account.Key == key);

    /// <summary>Key of a municipality's ready account: <c>ga</c>, <c>it</c> or <c>teacher</c> with its tenant.</summary>
    public static string KeyOf(string kind, Guid tenant) => $"{kind}-{tenant:N}";

    /// <summary>A municipality's ready accounts that are neither a pupil's nor a teacher's.</summary>
    public static IEnumerable<Account> StaffOf(Municipality one)
    {
        var state = one.IsNew ? "ny i Skolsynk" : "redan i gång";
        yield return One("ga", one, $"Global administratör i {one.Name}, {state}") with { Roles = [GlobalAdministrator, Member] };
        yield return One("it", one, $"Anställd på it-enheten i {one.Name}, utan roll i Entra ID") with { Roles = [Member] };
    }

    private static IEnumerable<Account> OfMunicipality(Municipality one)
    {
        foreach (var staff in StaffOf(one))
            yield return staff;
        if (one.Users.FirstOrDefault(user => user.IsTeacher && Guid.TryParse(user.Id, out _)) is { } teacher)
            yield return new(KeyOf("teacher", one.EntraTenantId), one.EntraTenantId, Guid.Parse(teacher.Id), $"{teacher.GivenName} {teacher.Surname}",
                teacher.UserPrincipalName ?? "", $"Lärare i {one.Name}, utan roll i Entra ID")
            { Roles = [Member] };
    }

    private static Account One(string kind, Municipality municipality, string what)
    {
        var chance = new Chance(BitConverter.ToInt32(Hash(kind, municipality), 0));
        var (given, family) = (chance.Of(SwedishNames.Given), chance.Of(SwedishNames.Family));
        return new(KeyOf(kind, municipality.EntraTenantId), municipality.EntraTenantId, chance.NextGuid(), $"{given} {family}",
            $"{Municipality.Plain(given)}.{Municipality.Plain(family)}@{municipality.Domain}", what);
    }

    private static Account PrivateOne { get; } =
        new("private", Private, new Guid("00000000-0000-0000-4d2a-7be1c05f1a30"), "Kim Sandberg", "kim.sandberg@privat.example", "Privat Microsoft-konto");

    private static byte[] Hash(string kind, Municipality municipality) => SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}/{municipality.EntraTenantId}"));
}
