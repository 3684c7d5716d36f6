using Skolsynk.Rosters;
using Skolsynk.Source;
using static Skolsynk.Tests.Rosters.Snapshots;

namespace Skolsynk.Tests.Rosters;

[Trait("Invariant", "1")]
public sealed class SourceBrakeTests
{
    [Fact]
    public void An_empty_source_is_never_applied()
    {
        var stored = new MemoryRoster().Apply(Changes.Between(RosterIndex.Empty, SchoolOf(1))).Index;
        Assert.True(SourceBrake.IsEmptySource(stored, Roster.Empty));
        Assert.False(SourceBrake.IsEmptySource(RosterIndex.Empty, Roster.Empty));
    }

    [Fact]
    public void A_school_that_is_emptied_keeps_its_persons_groups_and_members()
    {
        var before = SchoolOf(12);
        var verdict = Brake(before, Roster.Empty);
        var hold = Assert.Single(verdict.Holds);
        Assert.Equal((HoldCause.EmptiedSchool, School(1), 12), (hold.Cause, hold.Place.Of, hold.Persons));
        Assert.Equal(MemoryRoster.Text(before), MemoryRoster.Text(verdict.Kept.In(before, Roster.Empty)));
        Assert.Empty(verdict.Applied);
    }

    [Fact]
    public void A_school_whose_persons_all_lost_their_tie_keeps_them()
    {
        var before = SchoolOf(12);
        var next = before with { Persons = [.. before.Persons.Select(person => person with { Schools = [], GivenName = "Bo" })] };
        var after = Brake(before, next).Kept.In(before, next);
        Assert.All(after.Persons, person => Assert.Equal([School(1)], person.Schools));
        Assert.All(after.Persons, person => Assert.Equal("Bo", person.GivenName));
    }

    [Fact]
    public void The_last_person_of_a_school_is_held_however_small_the_school_is()
    {
        var before = SchoolOf(1);
        Assert.Equal(HoldCause.EmptiedSchool, Assert.Single(Brake(before, before with { Persons = [] }).Holds).Cause);
    }

    [Fact]
    public void A_handful_of_removals_flows()
    {
        var before = SchoolOf(100);
        var verdict = Brake(before, Without(before, 9));
        Assert.Empty(verdict.Holds);
        Assert.Equal(9, verdict.Applied.Count);
    }

    [Theory]
    [InlineData(900, 19, 20)]
    [InlineData(1_500, 30, 31)]
    public void More_than_two_percent_of_the_persons_in_a_day_are_held_and_twenty_at_least(int pupils, int free, int held)
    {
        var before = SchoolOf(pupils);
        Assert.Empty(Brake(before, Without(before, free)).Holds);
        var hold = Assert.Single(Brake(before, Without(before, held)).Holds);
        Assert.Equal((HoldCause.Persons, held), (hold.Cause, hold.Persons));
    }

    [Fact]
    public void More_than_a_tenth_of_a_school_is_held()
    {
        var before = SchoolOf(100);
        Assert.Empty(Brake(before, Without(before, 10)).Holds);
        Assert.Equal((HoldCause.School, 11), (Assert.Single(Brake(before, Without(before, 11)).Holds) is var hold ? hold.Cause : default, hold.Persons));
    }

    [Fact]
    public void Small_steps_do_not_get_past_a_limit()
    {
        var before = SchoolOf(900);
        var earlier = Enumerable.Range(1_000, 15).Select(n => new Loss(LossKind.Removed, EntityKind.Person, Person(n))).ToHashSet();
        var memory = new BrakeMemory { LastDay = earlier, LastWeek = earlier };
        Assert.Equal(HoldCause.Persons, Assert.Single(Brake(before, Without(before, 5), memory: memory).Holds).Cause);
        Assert.Empty(Brake(before, Without(before, 4), memory: memory).Holds);
        Assert.Empty(Brake(before, Without(before, 5), memory: new BrakeMemory { LastWeek = earlier }).Holds);
    }

    [Fact]
    public void Half_of_a_class_stays_in_it()
    {
        var before = SchoolOf(24);
        var next = before with { Groups = [before.Groups[0] with { Members = [.. before.Groups[0].Members.Skip(12)] }] };
        var verdict = Brake(before, next);
        var hold = Assert.Single(verdict.Holds);
        Assert.Equal((HoldCause.Class, Group(1), 12), (hold.Cause, hold.Place.Of, hold.Losses.Count));
        Assert.Equal(MemoryRoster.Text(before), MemoryRoster.Text(verdict.Kept.In(before, next)));
        Assert.Empty(Brake(before, before with { Groups = [before.Groups[0] with { Members = [.. before.Groups[0].Members.Skip(11)] }] }).Holds);
    }

    [Fact]
    public void What_is_approved_goes_and_what_is_kept_stays_and_neither_counts()
    {
        var before = SchoolOf(100);
        var next = Without(before, 30);
        var held = Assert.Single(Brake(before, next).Holds).Losses;
        var memory = new BrakeMemory { Approved = held.Take(20).ToHashSet(), Kept = held.Skip(20).Take(8).ToHashSet() };
        var verdict = Brake(before, next, memory: memory);
        Assert.Empty(verdict.Holds);
        Assert.Equal(78, verdict.Kept.In(before, next).Persons.Count);
        Assert.Equal(22, verdict.Applied.Count);
    }

    [Fact]
    public void What_waits_stays_held_when_it_is_no_longer_too_many()
    {
        var before = SchoolOf(100);
        var loss = new Loss(LossKind.Removed, EntityKind.Person, before.Persons[0].Id);
        var memory = new BrakeMemory { Waiting = new Dictionary<Loss, HoldPlace> { [loss] = new(HoldCause.Persons) } };
        var verdict = Brake(before, Without(before, 3), memory: memory);
        Assert.Equal([loss], Assert.Single(verdict.Holds).Losses);
        Assert.Equal(2, verdict.Applied.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_new_account_that_takes_over_a_user_name_is_not_taken_in_and_the_old_person_stays(bool oldIsGone)
    {
        var before = SchoolOf(30);
        var old = before.Persons[4];
        var heir = old with { Id = Person(900) };
        var members = before.Groups[0].Members.Select(member => member.Person == old.Id ? member with { Person = heir.Id } : member);
        Person[] others = [.. before.Persons.Where(person => person != old), .. oldIsGone ? Array.Empty<Person>() : [old with { UserName = "nytt@skola.example", Mail = null }]];
        var next = new Roster(before.Schools, RosterGen.Sorted([.. others, heir], person => person.Id),
            [before.Groups[0] with { Members = RosterGen.Sorted(members, member => member.Person) }]);
        var loss = new Loss(oldIsGone ? LossKind.Succeeded : LossKind.NameTaken, EntityKind.Person, old.Id, heir.Id);
        var verdict = Brake(before, next);
        var hold = Assert.Single(verdict.Holds);
        Assert.Equal(HoldCause.Succession, hold.Cause);
        Assert.Equal([loss], hold.Losses);
        var kept = verdict.Kept.In(before, next);
        Assert.Equal(MemoryRoster.Text(before with { Groups = [] }), MemoryRoster.Text(kept with { Groups = [] }));
        Assert.DoesNotContain(kept.Groups[0].Members, member => member.Person == heir.Id);

        Assert.Empty(Brake(before, next, memory: new BrakeMemory { Approved = new HashSet<Loss> { loss } }).Holds);
    }

    [Fact]
    public void A_new_account_with_the_user_name_of_one_who_is_only_not_proven_gone_is_not_taken_in()
    {
        var before = SchoolOf(30);
        var heir = before.Persons[4] with { Id = Person(900) };
        var next = before with { Persons = RosterGen.Sorted([.. before.Persons, heir], person => person.Id) };
        var hold = Assert.Single(Brake(before with { Persons = [before.Persons[4]], Groups = [] }, next, stored: before).Holds);
        Assert.Equal([new Loss(LossKind.NameTaken, EntityKind.Person, before.Persons[4].Id, heir.Id)], hold.Losses);
    }

    [Fact]
    public void An_empty_source_is_approved_whole_or_not_at_all()
    {
        var stored = Index(SchoolOf(3));
        var all = Assert.Single(SourceBrake.OfEmptySource(stored, BrakeMemory.Empty)!).Losses;
        Assert.Equal(5, all.Count);
        Assert.Single(SourceBrake.OfEmptySource(stored, new BrakeMemory { Approved = all.Skip(1).ToHashSet() })!);
        Assert.Empty(SourceBrake.OfEmptySource(stored, new BrakeMemory { Kept = all.ToHashSet() })!);
        Assert.Null(SourceBrake.OfEmptySource(stored, new BrakeMemory { Approved = all.ToHashSet() }));
    }

    private static BrakeVerdict Brake(Roster before, Roster next, BrakeLimits? limits = null, BrakeMemory? memory = null, Roster? stored = null) =>
        SourceBrake.Of(Index(stored ?? before), before, next, limits ?? BrakeLimits.Default, memory ?? BrakeMemory.Empty);

    private static RosterIndex Index(Roster roster) => new MemoryRoster().Apply(Changes.Between(RosterIndex.Empty, roster)).Index;

    /// <summary>The first pupils are gone, out of their class too.</summary>
    private static Roster Without(Roster roster, int pupils)
    {
        var gone = roster.Persons.Take(pupils).Select(person => person.Id).ToHashSet();
        return roster with
        {
            Persons = [.. roster.Persons.Skip(pupils)],
            Groups = [.. roster.Groups.Select(group => group with { Members = [.. group.Members.Where(member => !gone.Contains(member.Person))] })],
        };
    }

    private static Roster SchoolOf(int pupils) => Normalised(With(
        schools: [new SourceSchool(School(1).ToString(), "Ekskolan")],
        users: [.. Enumerable.Range(1, pupils).Select(Pupil)],
        classes: [new SourceClass(Group(1).ToString(), "7A")],
        ties: [.. Enumerable.Range(1, pupils).Select(n => (School(1), Person(n)))],
        classTies: [(School(1), Group(1))],
        members: [(Group(1), [.. Enumerable.Range(1, pupils).Select(Person)], [])])).Roster;
}
