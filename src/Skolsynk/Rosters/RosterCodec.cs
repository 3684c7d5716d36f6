using System.Buffers;
using System.IO.Hashing;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skolsynk.Rosters;

/// <summary>
/// The canonical bytes of a school, a person or a group, under which it is kept and by which it is compared: JSON with members in
/// a fixed order and nothing for what is missing. The id stands beside the bytes, and the members of a group in a column of their
/// own (<see cref="MemberColumn"/>).
/// </summary>
public sealed class RosterCodec : IDisposable
{
    /// <summary>Rises whenever the bytes of the same content change; it seeds the hash, so that everything is then compared afresh.</summary>
    public const int CanonVersion = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> buffer = new(512);
    private readonly Utf8JsonWriter writer;

    public RosterCodec() => writer = new Utf8JsonWriter(buffer, Options);

    public void Dispose() => writer.Dispose();

    public static UInt128 Hash(ReadOnlySpan<byte> body) => XxHash128.HashToUInt128(body, CanonVersion);

    /// <summary>The canonical bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(School school)
    {
        Begin();
        Text("n"u8, school.Name);
        Text("c"u8, school.SuggestedCode);
        return End(school.SourceId);
    }

    /// <inheritdoc cref="Encode(School)"/>
    public ReadOnlySpan<byte> Encode(Person person)
    {
        Begin();
        Text("g"u8, person.GivenName);
        Text("f"u8, person.FamilyName);
        Text("u"u8, person.UserName);
        if (person.Mail is not null && person.Mail == person.UserName) writer.WriteBoolean("m"u8, true);
        else Text("m"u8, person.Mail);
        writer.WriteNumber("r"u8, (short)person.Role);
        WriteSchools(person.Schools);
        if (person.SchoolYear is { } year) writer.WriteNumber("y"u8, year);
        return End(person.SourceId);
    }

    /// <summary>The canonical bytes without the members; valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(Group group)
    {
        Begin();
        Text("n"u8, group.Name);
        writer.WriteNumber("k"u8, (short)group.Kind);
        WriteSchools(group.Schools);
        return End(group.SourceId);
    }

    public static School DecodeSchool(Guid id, ReadOnlySpan<byte> body)
    {
        var fields = RosterFields.Read(body);
        return new School { Id = id, SourceId = fields.SourceId, Name = fields.Name, SuggestedCode = fields.Code };
    }

    public static Person DecodePerson(Guid id, ReadOnlySpan<byte> body)
    {
        var fields = RosterFields.Read(body);
        return new Person
        {
            Id = id,
            SourceId = fields.SourceId,
            GivenName = fields.GivenName,
            FamilyName = fields.FamilyName,
            UserName = fields.UserName,
            Mail = fields.MailIsUserName ? fields.UserName : fields.Mail,
            Role = (PersonRole)fields.Role,
            Schools = fields.Schools,
            SchoolYear = fields.SchoolYear,
        };
    }

    public static Group DecodeGroup(Guid id, ReadOnlySpan<byte> body, IReadOnlyList<Membership> members)
    {
        var fields = RosterFields.Read(body);
        return new Group
        {
            Id = id,
            SourceId = fields.SourceId,
            Name = fields.Name,
            Kind = (GroupKind)fields.Kind,
            Schools = fields.Schools,
            Members = members,
        };
    }

    private void Begin()
    {
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
    }

    private ReadOnlySpan<byte> End(string? sourceId)
    {
        Text("s"u8, sourceId);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    private void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    private void WriteSchools(IReadOnlyList<Guid> schools)
    {
        if (schools.Count == 0) return;
        writer.WriteStartArray("t"u8);
        for (var i = 0; i < schools.Count; i++) writer.WriteStringValue(schools[i]);
        writer.WriteEndArray();
    }
}
