using CsCheck;
using Skolsynk.Rosters;

namespace Skolsynk.Tests.Rosters;

public sealed class ChangesTests
{
    [Fact]
    public void Applying_the_changes_to_one_roster_gives_the_other() =>
        Gen.Select(RosterGen.Any, RosterGen.Any, RosterGen.Any).Sample((a, b, c) =>
        {
            var stored = new MemoryRoster();
            foreach (var next in new[] { a, b, c, a })
            {
                stored.Apply(Changes.Between(stored.Index, next));
                if (MemoryRoster.Text(stored.Roster) != MemoryRoster.Text(next)) return false;
            }
            return true;
        });

    [Fact]
    [Trait("Invariant", "3")]
    public void Between_equal_rosters_there_is_nothing() =>
        Gen.Select(RosterGen.Any, RosterGen.Any).Sample((a, b) =>
        {
            var stored = new MemoryRoster().Apply(Changes.Between(RosterIndex.Empty, a));
            stored.Apply(Changes.Between(stored.Index, b));
            return Changes.Between(stored.Index, b).IsEmpty;
        });

    [Fact]
    public void Who_comes_back_keeps_the_surrogate() =>
        Gen.Select(RosterGen.Any, RosterGen.Any).Sample((a, b) =>
        {
            var stored = new MemoryRoster().Apply(Changes.Between(RosterIndex.Empty, a));
            var oids = a.Persons.ToDictionary(person => person.Id, person => stored.OidOf(EntityKind.Person, person.Id));
            stored.Apply(Changes.Between(stored.Index, b));
            var back = Changes.Between(stored.Index, a);
            return back.Entities.All(change => change.What != ChangeKind.Created)
                && back.Entities.Where(change => change.What == ChangeKind.Returned && change.Kind == EntityKind.Person)
                    .All(change => oids[change.Id] == change.Oid);
        });

    [Fact]
    public void The_same_member_in_another_role_is_a_change()
    {
        var a = Group(MemberRole.Student);
        var stored = new MemoryRoster().Apply(Changes.Between(RosterIndex.Empty, a));
        var changes = Changes.Between(stored.Index, Group(MemberRole.Teacher));
        Assert.Empty(changes.Entities);
        Assert.Single(changes.Members);
    }

    [Fact]
    public void A_member_column_is_read_as_it_was_written() =>
        Gen.Select(Gen.Long[1, long.MaxValue / 2], Gen.Bool).Array.Sample(members =>
        {
            var sorted = members.DistinctBy(member => member.Item1).OrderBy(member => member.Item1)
                .Select(member => new StoredMember(member.Item1, member.Item2 ? MemberRole.Teacher : MemberRole.Student)).ToArray();
            return MemberColumn.Decode(MemberColumn.Encode(sorted)).SequenceEqual(sorted);
        });

    [Fact]
    public void A_group_of_pupils_with_neighbouring_surrogates_takes_a_byte_a_member() =>
        Assert.Equal(29, MemberColumn.Encode([.. Enumerable.Range(1, 28).Select(oid => new StoredMember(oid, MemberRole.Student))]).Length);

    [Fact]
    public void The_canonical_bytes_do_not_change_by_themselves()
    {
        using var codec = new RosterCodec();
        var person = new Person
        {
            Id = Snapshots.Person(1),
            GivenName = "Åsa",
            FamilyName = "Ek",
            UserName = "asa@skola.example",
            Mail = "asa@skola.example",
            Role = PersonRole.Student,
            Schools = [Snapshots.School(1)],
            SchoolYear = 7,
        };
        Assert.Equal(
            """{"g":"Åsa","f":"Ek","u":"asa@skola.example","m":true,"r":1,"t":["39010001-0000-4000-8000-000000000000"],"y":7}""",
            System.Text.Encoding.UTF8.GetString(codec.Encode(person)));
    }

    private static Roster Group(MemberRole role) => new(
        [],
        [new Person { Id = Snapshots.Person(1), Role = PersonRole.Student, Schools = [] }],
        [new Group { Id = Snapshots.Group(1), Kind = GroupKind.Class, Schools = [], Members = [new Membership(Snapshots.Person(1), role)] }]);
}
