using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Skolsynk.Data;

namespace Skolsynk.Access;

/// <summary>Where something was done; the numbers are kept in the database.</summary>
public enum AuditOrigin : short
{
    Portal = 1,
    Command = 2,
    Service = 3,
}

/// <summary>Who did something. Of a person only the id of her account is kept; her name stands with the account.</summary>
/// <param name="Id">The account's object id; empty for the operator and the service.</param>
public sealed record AuditActor(Guid Id, Role Role, AuditOrigin Origin)
{
    public static readonly AuditActor Operator = new(Guid.Empty, Role.Operator, AuditOrigin.Command);

    public static readonly AuditActor Service = new(Guid.Empty, Role.Service, AuditOrigin.Service);
}

/// <summary>What somebody did, as it is kept: settings and counts, nothing of a pupil or a teacher.</summary>
/// <param name="Concerns">What it concerned, as people read it: a supplier and its environment, a count of schools.</param>
/// <param name="Before">Settings before; empty: nothing was, or it is no setting.</param>
public sealed record AuditEntry(long Number, DateTimeOffset At, AuditActor Actor, AuditEvent Event, string Concerns, string Before, string After)
{
    /// <summary>Over the entry and the hash of the one before it, so that none can be changed, taken out or put in unseen.</summary>
    public byte[] HashAfter(TenantId tenant, ReadOnlySpan<byte> before)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        Span<byte> numbers = stackalloc byte[4 + 8 + 8 + 16 + 2 + 2 + 2];
        BinaryPrimitives.WriteInt32BigEndian(numbers, tenant.Value);
        BinaryPrimitives.WriteInt64BigEndian(numbers[4..], Number);
        BinaryPrimitives.WriteInt64BigEndian(numbers[12..], At.ToUnixTimeMilliseconds());
        Actor.Id.TryWriteBytes(numbers[20..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt16BigEndian(numbers[36..], (short)Actor.Role);
        BinaryPrimitives.WriteInt16BigEndian(numbers[38..], (short)Actor.Origin);
        BinaryPrimitives.WriteInt16BigEndian(numbers[40..], (short)Event);
        hash.AppendData(numbers);
        // With their lengths: no text can pass into the next one.
        Span<byte> length = stackalloc byte[4];
        foreach (var text in (string[])[Concerns, Before, After])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset();
    }
}
