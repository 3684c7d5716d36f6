using System.Text.Json;

namespace Skolsynk.Rosters;

/// <summary>The members of a canonical body, whatever it is of. Members that it does not know are passed over.</summary>
internal ref struct RosterFields
{
    private static readonly Guid[] NoSchools = [];

    public string? SourceId;
    public string? Name;
    public string? Code;
    public string? GivenName;
    public string? FamilyName;
    public string? UserName;
    public string? Mail;
    public bool MailIsUserName;
    public short Role;
    public short Kind;
    public int? SchoolYear;
    public IReadOnlyList<Guid> Schools;

    public static RosterFields Read(ReadOnlySpan<byte> body)
    {
        var fields = new RosterFields { Schools = NoSchools };
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan.Length == 1 ? reader.ValueSpan[0] : (byte)0;
            reader.Read();
            fields.Take(name, ref reader);
        }
        return fields;
    }

    private void Take(byte name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case (byte)'n': Name = reader.GetString(); break;
            case (byte)'c': Code = reader.GetString(); break;
            case (byte)'g': GivenName = reader.GetString(); break;
            case (byte)'f': FamilyName = reader.GetString(); break;
            case (byte)'u': UserName = reader.GetString(); break;
            case (byte)'m' when reader.TokenType == JsonTokenType.True: MailIsUserName = true; break;
            case (byte)'m': Mail = reader.GetString(); break;
            case (byte)'r': Role = reader.GetInt16(); break;
            case (byte)'k': Kind = reader.GetInt16(); break;
            case (byte)'y': SchoolYear = reader.GetInt32(); break;
            case (byte)'s': SourceId = reader.GetString(); break;
            case (byte)'t': Schools = ReadSchools(ref reader); break;
            default: reader.Skip(); break;
        }
    }

    private static Guid[] ReadSchools(ref Utf8JsonReader reader)
    {
        var ids = new List<Guid>(1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) ids.Add(reader.GetGuid());
        return [.. ids];
    }
}
