using System.Text;
using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Stores;

/// <summary>What a search found, and whether there was more.</summary>
public sealed record Hits<T>(IReadOnlyList<T> Found, bool More);

/// <summary>
/// Finds persons and groups by words. Nothing is indexed for it, so that no name stands anywhere else than in the bodies; they are gone
/// through in pieces until there are enough. Protected persons are not found, nor what is gone.
/// </summary>
public static class RosterSearch
{
    /// <summary>Rows of the first piece; each other one has four times as many, as whoever is rare is looked for everywhere.</summary>
    private const int Piece = 5_000;

    /// <summary>Persons of whom each word stands in name, user name or mail address; or the one with this id.</summary>
    public static Hits<Person> Persons(TenantId tenant, Session session, string text, int most) => Find(
        tenant, session, EntityKind.Person, text, most, RosterCodec.DecodePerson, one => [one.GivenName, one.FamilyName, one.UserName, one.Mail]);

    /// <summary>Groups, without their members, in whose name each word stands; or the one with this id.</summary>
    public static Hits<Group> Groups(TenantId tenant, Session session, string text, int most) => Find(
        tenant, session, EntityKind.Group, text, most, (id, body) => RosterCodec.DecodeGroup(id, body, []), one => [one.Name]);

    private delegate T Decode<T>(Guid id, ReadOnlySpan<byte> body);

    private static Hits<T> Find<T>(TenantId tenant, Session session, EntityKind kind, string text, int most, Decode<T> decode, Func<T, string?[]> fields)
    {
        var words = text.Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var wanted = Guid.TryParse(text.Trim(), out var id) ? id : (Guid?)null;
        if (words.Length == 0)
            return new([], false);
        var hidden = RosterStore.Protected(tenant, session);
        var found = new List<T>();
        var (after, letters) = (Array.Empty<byte>(), new char[4_096]);
        for (var (piece, isMore) = (Piece, true); isMore && found.Count <= most; piece *= 4)
        {
            var read = 0;
            session.Each(
                "SELECT e.src, b.body FROM entity e JOIN entity_body b ON b.tenant = e.tenant AND b.oid = e.oid "
                + "WHERE e.tenant = @tenant AND e.kind = @kind AND e.src > @after AND e.gone_v IS NULL ORDER BY e.src LIMIT @piece",
                row =>
                {
                    read++;
                    after = row.GetFieldValue<byte[]>(0);
                    var body = row.GetFieldValue<byte[]>(1);
                    if (found.Count > most || !(wanted is { } one ? Ids.FromBytes(after) == one : Hold(ref letters, body, words)))
                        return;
                    if (hidden.Contains(Ids.FromBytes(after)))
                        return;
                    var entity = decode(Ids.FromBytes(after), body);
                    if (wanted is not null || words.All(word => fields(entity).Any(field => field?.Contains(word, StringComparison.OrdinalIgnoreCase) is true)))
                        found.Add(entity);
                },
                ("@tenant", tenant.Value), ("@kind", (short)kind), ("@after", after), ("@piece", piece));
            isMore = read == piece;
        }
        return new([.. found.Take(most)], found.Count > most);
    }

    /// <summary>Whether the words stand anywhere in the stored form; most bodies are passed over without being read.</summary>
    private static bool Hold(ref char[] letters, ReadOnlySpan<byte> body, string[] words)
    {
        if (body.Length > letters.Length)
            letters = new char[body.Length];
        var text = letters.AsSpan(0, Encoding.UTF8.GetChars(body, letters));
        foreach (var word in words)
        {
            // What JSON escapes is looked at when the body is read.
            if (!word.AsSpan().ContainsAny('"', '\\') && !text.Contains(word, StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return true;
    }
}
