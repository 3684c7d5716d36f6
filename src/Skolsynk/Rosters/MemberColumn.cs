using System.IO.Hashing;

namespace Skolsynk.Rosters;

/// <summary>A member of a group as it is kept: the person's surrogate and the role there.</summary>
public readonly record struct StoredMember(long Oid, MemberRole Role);

/// <summary>
/// The members of a group in one column: a version byte, then for each member, sorted by surrogate, the difference to the one
/// before times two, plus the role, as a variable-length integer (7 bits a byte, lowest first).
/// </summary>
public static class MemberColumn
{
    private const byte Version = 1;

    public static UInt128 Hash(ReadOnlySpan<byte> column) => XxHash128.HashToUInt128(column, RosterCodec.CanonVersion);

    /// <summary>The column of members sorted by surrogate, each once.</summary>
    public static byte[] Encode(ReadOnlySpan<StoredMember> members)
    {
        var column = new byte[1 + (members.Length * 10)];
        column[0] = Version;
        return column[..Write(members, column)];
    }

    /// <summary>Writes the column and returns its length; <paramref name="column"/> takes 1 + 10 bytes a member.</summary>
    public static int Write(ReadOnlySpan<StoredMember> members, Span<byte> column)
    {
        column[0] = Version;
        var at = 1;
        var before = 0L;
        foreach (var member in members)
        {
            if (member.Oid <= before) throw new ArgumentException("Members are not sorted by surrogate.", nameof(members));
            var value = ((ulong)(member.Oid - before) << 1) | (byte)member.Role;
            for (; value >= 0x80; value >>= 7) column[at++] = (byte)(value | 0x80);
            column[at++] = (byte)value;
            before = member.Oid;
        }
        return at;
    }

    public static StoredMember[] Decode(ReadOnlySpan<byte> column)
    {
        if (column.Length == 0 || column[0] != Version) throw new FormatException("A member column of a version that is not known.");
        var members = new List<StoredMember>(column.Length / 2);
        var oid = 0L;
        for (var at = 1; at < column.Length;)
        {
            var value = 0UL;
            for (var shift = 0; ; shift += 7)
            {
                if (at == column.Length || shift > 63) throw new FormatException("A member column is cut off.");
                var part = column[at++];
                value |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80) break;
            }
            oid += (long)(value >> 1);
            members.Add(new StoredMember(oid, (MemberRole)(value & 1)));
        }
        return [.. members];
    }
}
