using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Skolsynk.Data;

/// <summary>What an entry of the journal says; the names stand in its files and never change.</summary>
public enum JournalKind
{
    /// <summary>A connection ends; <see cref="JournalEntry.Detail"/> says how.</summary>
    Connection = 1,

    /// <summary>A tenant leaves; <see cref="JournalEntry.Detail"/> says how its connections end.</summary>
    Tenant = 2,

    /// <summary>Persons are marked as protected; <see cref="JournalEntry.Detail"/> is who says so.</summary>
    Mark = 3,

    /// <summary>Persons are not protected any more; the same.</summary>
    Unmark = 4,

    /// <summary>Somebody has looked at marks that waited.</summary>
    Approve = 5,

    /// <summary>Schools, persons or groups (<see cref="JournalEntry.Detail"/>) are purged.</summary>
    Purge = 6,

    /// <summary>
    /// Entries (<see cref="JournalEntry.Ids"/>) whose transaction was rolled back, and of which nobody has been told that they are done: they are never carried out.
    /// </summary>
    Undone = 7,
}

/// <summary>One erasure, as it stands in the journal: ids and times, nothing else.</summary>
/// <param name="At">Unix milliseconds by the database's clock.</param>
/// <param name="Tenant">The tenant's number.</param>
public sealed record JournalEntry(Guid Id, long At, JournalKind What, int Tenant)
{
    /// <summary>The connection's number; 0: it is about none.</summary>
    public int Connection { get; init; }

    public short Detail { get; init; }

    /// <summary>Ids in the source.</summary>
    public IReadOnlyList<Guid> Ids { get; init; } = [];

    /// <summary>Those of them that are hidden, but not erased before somebody has looked.</summary>
    public IReadOnlyList<Guid> Waiting { get; init; } = [];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>One line: the entry as JSON, a tab, and a checksum of the JSON, by which half a line is known.</summary>
    internal byte[] ToLine()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        return [.. json, (byte)'\t', .. Sum(json), (byte)'\n'];
    }

    /// <param name="line">Without its line end.</param>
    /// <returns>Null: no whole entry.</returns>
    internal static JournalEntry? Of(ReadOnlySpan<byte> line)
    {
        var tab = line.LastIndexOf((byte)'\t');
        if (tab < 0 || !line[(tab + 1)..].SequenceEqual(Sum(line[..tab])))
            return null;
        try
        {
            return JsonSerializer.Deserialize<JournalEntry>(line[..tab], Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Sum(ReadOnlySpan<byte> json) =>
        Encoding.ASCII.GetBytes(XxHash64.HashToUInt64(json).ToString("x16", CultureInfo.InvariantCulture));
}
