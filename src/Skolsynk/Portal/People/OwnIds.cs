using System.Security.Cryptography;
using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Portal.People;

/// <summary>
/// The ids of persons, groups and schools as they stand in addresses: their own encrypted under a key of the municipality. The same person always has the
/// same address, nobody can tell from it whose it is or what her id in Entra is, and another municipality's address leads nowhere.
/// </summary>
internal sealed class OwnIds
{
    private readonly byte[] key;

    private OwnIds(byte[] key) => this.key = key;

    /// <summary>Those of the tenant; its key is made at the first need of it.</summary>
    public static async Task<OwnIds> Of(Database database, TenantId tenant, CancellationToken cancellation) =>
        new(await database.Read(session => Key(session, tenant), cancellation) ?? await database.Write(session =>
        {
            session.Execute("INSERT INTO address_key(tenant, key) VALUES(@tenant, @key) ON CONFLICT(tenant) DO NOTHING",
                ("@tenant", tenant.Value), ("@key", RandomNumberGenerator.GetBytes(16)));
            return Key(session, tenant)!;
        }, cancellation));

    public string Of(Guid id) => Convert.ToHexStringLower(Block(Ids.ToBytes(id), encrypt: true));

    /// <summary>Null: it is no such address. One of another tenant gives an id that nobody has.</summary>
    public Guid? Find(string? address) =>
        address is { Length: 32 } && address.All(letter => char.IsAsciiDigit(letter) || letter is >= 'a' and <= 'f')
            ? Ids.FromBytes(Block(Convert.FromHexString(address), encrypt: false)) : null;

    private static byte[]? Key(Session session, TenantId tenant) =>
        session.Query("SELECT key FROM address_key WHERE tenant = @tenant", row => row.GetFieldValue<byte[]>(0), ("@tenant", tenant.Value)).SingleOrDefault();

    private byte[] Block(byte[] bytes, bool encrypt)
    {
        using var cipher = Aes.Create();
        cipher.Key = key;
#pragma warning disable CA5358 // One block alone: an id is 16 bytes, and the same one is to have the same address.
        return encrypt ? cipher.EncryptEcb(bytes, PaddingMode.None) : cipher.DecryptEcb(bytes, PaddingMode.None);
#pragma warning restore CA5358
    }
}
