using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Suppliers;
using Skolsynk.Tests.Suppliers;

namespace Skolsynk.Tests.Ss12000;

public sealed partial class MappingPropertyTests
{
    [Fact]
    public void The_same_roster_in_any_order_gives_the_same_bytes() =>
        Gen.Select(ScopeGen.Any, Gen.Int).Sample((given, seed) =>
            Text(Scope.Select(given.Roster, given.Input)) == Text(Scope.Select(Shuffled(given.Roster, new Random(seed)), given.Input)));

    [Fact]
    public void Every_reference_points_at_a_resource_that_was_rendered_and_confirmed() =>
        Gen.Select(ScopeGen.Any, Gen.UInt).Sample((given, salt) =>
        {
            var mapping = new Mapping(Scope.Select(given.Roster, given.Input));
            var confirmed = new HashSet<string>();
            foreach (var (resource, body) in Pass(mapping, confirmed, salt))
            {
                foreach (Match reference in ReferenceText().Matches(body))
                {
                    Assert.Contains(reference.Groups["to"].Value, confirmed);
                    Assert.EndsWith(reference.Groups["id"].Value, reference.Groups["to"].Value, StringComparison.Ordinal);
                }

                Assert.Contains(resource.ExternalId, mapping.Ids(resource.Endpoint));
            }
        });

    [Fact]
    public void What_is_in_scope_is_rendered_when_everything_is_confirmed() =>
        ScopeGen.Any.Sample(given =>
        {
            var mapping = new Mapping(Scope.Select(given.Roster, given.Input));
            return Enum.GetValues<Endpoint>().All(endpoint =>
                mapping.Render(endpoint, (_, _) => true).Select(one => one.ExternalId).SequenceEqual(mapping.Ids(endpoint)));
        });

    [Fact]
    [Trait("Invariant", "4")]
    public void Who_or_what_is_not_sent_is_in_no_body() =>
        ScopeGen.Any.Sample(given =>
        {
            var scoped = Scope.Select(given.Roster, given.Input);
            var text = Text(scoped);
            foreach (var one in scoped.NotSent)
                Assert.DoesNotContain(one.Id.ToString(), text, StringComparison.Ordinal);
            foreach (var person in scoped.NotSent.Where(one => one.Kind == EntityKind.Person))
            {
                foreach (var school in scoped.Schools)
                    Assert.DoesNotContain(DerivedIds.OfEmployment(school.Id, person.Id).ToString(), text, StringComparison.Ordinal);
            }
        });

    [Fact]
    public void Bodies_are_unchanged_when_they_are_read_and_written_again() =>
        Gen.String.Array[4].Sample(texts =>
        {
            var roster = Norrboda.Roster;
            var persons = roster.Persons.Select(one => one with { GivenName = texts[0], FamilyName = texts[1], UserName = texts[2] });
            var mapping = new Mapping(roster with { Persons = [.. persons], OrganisationName = texts[3] });
            return Pass(mapping, [], 0).All(one => one.Body == Rewritten(one.Body));
        });

    /// <summary>One pass as the deliveries make it; with a salt, some resources are refused.</summary>
    private static IEnumerable<(Resource Resource, string Body)> Pass(Mapping mapping, HashSet<string> confirmed, uint salt)
    {
        foreach (var endpoint in Enum.GetValues<Endpoint>())
        {
            var rendered = mapping.Render(endpoint, (to, id) => confirmed.Contains($"{to}/{id}"))
                .Select(one => (one, Encoding.UTF8.GetString(one.Body.Span))).ToList();
            foreach (var (resource, _) in rendered)
            {
                if (salt == 0 || ((uint)Ids.AsNumber(resource.ExternalId) ^ salt) % 4 != 0)
                    confirmed.Add($"{endpoint}/{resource.ExternalId}");
            }

            foreach (var one in rendered)
                yield return one;
        }
    }

    private static string Text(ScopedRoster scoped) => string.Join('\n', Pass(new Mapping(scoped), [], 0).Select(one => one.Body));

    private static string Rewritten(string body)
    {
        using var document = JsonDocument.Parse(body);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Roster Shuffled(Roster roster, Random random) => new(
        Shuffled(roster.Schools, random),
        [.. Shuffled(roster.Persons, random).Select(one => one with { Schools = Shuffled(one.Schools, random) })],
        [.. Shuffled(roster.Groups, random).Select(one =>
            one with { Schools = Shuffled(one.Schools, random), Members = Shuffled(one.Members, random) })]);

    private static T[] Shuffled<T>(IReadOnlyList<T> items, Random random)
    {
        T[] copy = [.. items];
        random.Shuffle(copy);
        return copy;
    }

    [GeneratedRegex("\"value\":\"(?<id>[0-9a-f-]{36})\",\"\\$ref\":\"(?<to>[A-Za-z]+/[0-9a-f-]{36})\"")]
    private static partial Regex ReferenceText();
}
