using Skolsynk.Rosters;
using Skolsynk.Source;
using static Skolsynk.Tests.Rosters.Snapshots;

namespace Skolsynk.Tests.Rosters;

/// <summary>“Samma person”: who has had several accounts goes on under the id of the first.</summary>
[Trait("Invariant", "1")]
public sealed class AliasTests
{
    /// <summary>8, then 9, then 10 are accounts of the first person.</summary>
    private static readonly RosterSettings Same = Settings with
    {
        Aliases = new Aliases([new(Person(8), Person(1), 100), new(Person(9), Person(1), 200), new(Person(10), Person(1), 300)]),
    };

    [Fact]
    public void A_new_account_that_is_the_same_persons_changes_nothing_but_under_which_id_she_is_asked_for()
    {
        var before = Normalised(Town(account: 1)).Roster;
        var next = Normalised(Town(account: 9), Same).Roster;
        Assert.Equal(MemoryRoster.Text(before with { Persons = [] }), MemoryRoster.Text(next with { Persons = [] }));
        var person = next.Persons.Single(one => one.Id == Person(1));
        Assert.Equal(Person(9).ToString(), person.SourceId);
        Assert.Equal(before.Persons.Single(one => one.Id == Person(1)) with { SourceId = person.SourceId, Schools = person.Schools }, person);
        Assert.Equal([School(1)], person.Schools);
        Assert.DoesNotContain(next.Persons, one => one.Id == Person(9));
        var asked = Assert.Single(Doubts.OfEntities(next, Normalised(Town(account: 1, without: true), Same)));
        Assert.Equal(new Question(QuestionKind.Person, Person(9).ToString()), asked);
    }

    [Fact]
    public void What_is_said_of_an_account_without_proof_keeps_the_person()
    {
        var question = new Question(QuestionKind.Person, Person(9).ToString());
        var kept = Proof.Settle(Town(account: 1, without: true), [question], new Dictionary<Question, Answer>(), Same).Kept;
        Assert.Equal([Person(1)], kept.Entities);
    }

    [Fact]
    public void Of_several_accounts_at_once_only_the_latest_counts_with_what_it_is_a_member_of()
    {
        var town = Town(account: 9, others: [1, 8]);
        var normalised = Normalised(town, Same);
        var person = Assert.Single(normalised.Roster.Persons, one => one.Id == Person(1));
        Assert.Equal(Person(9).ToString(), person.SourceId);
        Assert.Equal([School(1)], person.Schools);
        Assert.Contains(normalised.Roster.Groups.Single(group => group.Id == Group(1)).Members, member => member.Person == Person(1));
        Assert.DoesNotContain(normalised.Roster.Groups.Single(group => group.Id == Group(2)).Members, member => member.Person == Person(1));
        Assert.Equal([new Finding(FindingKind.SecondAccount, EntityKind.Person, Person(1), Field.Id)], normalised.Findings);
        Assert.DoesNotContain(normalised.Roster.Persons, one => one.Id == Person(8) || one.Id == Person(9));
    }

    [Fact]
    public void When_the_latest_account_is_gone_or_disabled_the_earlier_one_counts_again()
    {
        var town = Town(account: 9, others: [1]);
        town = town with { Users = [.. town.Users.Select(user => user.Id == Person(9).ToString() ? user with { AccountEnabled = false } : user)] };
        var person = Normalised(town, Same).Roster.Persons.Single(one => one.Id == Person(1));
        Assert.Null(person.SourceId);
        Assert.Equal([School(2)], person.Schools);
        Assert.Equal([School(1)], Normalised(Town(account: 1), Same).Roster.Persons.Single(one => one.Id == Person(1)).Schools);
    }

    [Theory, InlineData(1), InlineData(8), InlineData(9), InlineData(10)]
    [Trait("Invariant", "4")]
    public void A_mark_on_any_of_her_ids_protects_her(int marked)
    {
        // As the store gives them: all ids of a protected person.
        var all = Same.Aliases.IdsOf(Person(marked)).ToHashSet();
        Assert.Equal(4, all.Count);
        var normalised = Normalised(Town(account: 9, others: [1, 8]), Same with { Protected = all });
        Assert.DoesNotContain(normalised.Roster.Persons, one => all.Contains(one.Id));
        Assert.Contains(Person(1), normalised.LeftOut);
        Assert.Empty(normalised.Findings);
        Assert.DoesNotContain(normalised.Roster.Groups.SelectMany(group => group.Members), member => all.Contains(member.Person));
    }

    /// <summary>Two schools with a class each; the account is in the first, with others, and other accounts of hers in the second.</summary>
    private static SourceSnapshot Town(int account, int[]? others = null, bool without = false)
    {
        int[] hers = without ? [] : [account];
        others ??= [];
        SourceUser User(int n) => Pupil(n) with { UserPrincipalName = n == account ? "elev1@skola.example" : $"elev{n}@skola.example" };
        return With(
            schools: [new SourceSchool(School(1).ToString(), "Ekskolan"), new SourceSchool(School(2).ToString(), "Bokskolan")],
            users: [.. hers.Select(User), User(2), User(3), .. others.Select(User)],
            classes: [new SourceClass(Group(1).ToString(), "7A"), new SourceClass(Group(2).ToString(), "7B")],
            ties: [.. hers.Append(2).Append(3).Select(n => (School(1), Person(n))), .. others.Select(n => (School(2), Person(n)))],
            classTies: [(School(1), Group(1)), (School(2), Group(2))],
            members: [(Group(1), [.. hers.Append(2).Append(3).Select(Person)], []), (Group(2), [.. others.Select(Person)], [])]);
    }
}
