using Skolsynk.Rosters;
using Skolsynk.Source;
using static Skolsynk.Tests.Rosters.Snapshots;

namespace Skolsynk.Tests.Rosters;

[Trait("Invariant", "1")]
public sealed class ProofTests
{
    private static readonly SourceSnapshot Whole = With(
        schools: [new SourceSchool(School(1).ToString(), "Ekskolan"), new SourceSchool(School(2).ToString(), "Bokskolan")],
        users: [Pupil(1), Pupil(2), User(3, "teacher")],
        classes: [new SourceClass(Group(1).ToString(), "7A"), new SourceClass(Group(2).ToString(), "7B")],
        ties: [(School(1), Person(1)), (School(1), Person(2)), (School(1), Person(3)), (School(2), Person(3))],
        classTies: [(School(1), Group(1)), (School(1), Group(2))],
        members: [(Group(1), [Person(1), Person(2), Person(3)], [Person(3)]), (Group(2), [Person(2)], [])]);

    private static readonly Roster Before = Normalised(Whole).Roster;

    [Fact]
    public void A_whole_read_raises_no_doubt()
    {
        Assert.Empty(Doubts.OfEntities(Before, Normalised(Whole)));
        Assert.Empty(Doubts.OfTies(Before, Before));
    }

    [Fact]
    public void Everything_that_is_missing_is_asked_for_by_itself() =>
        Assert.Equal(7, Doubts.OfEntities(Before, Normalised(Empty)).Distinct().Count());

    [Fact]
    public void Who_is_there_but_disabled_and_a_class_that_has_ended_are_in_no_doubt()
    {
        var next = Whole with
        {
            Users = [Pupil(1) with { AccountEnabled = false }, Pupil(2), User(3, "teacher")],
            Classes = [new SourceClass(Group(1).ToString(), "Exp0625_7A"), Whole.Classes[1]],
        };
        Assert.Empty(Doubts.OfEntities(Before, Normalised(next)));
        Assert.Empty(Doubts.OfTies(Before, Normalised(next).Roster));
    }

    [Fact]
    public void Only_404_proves_that_a_person_is_gone()
    {
        var next = Whole with { Users = [Whole.Users[1], Whole.Users[2]] };
        Assert.DoesNotContain(After(next, _ => new Answer.Gone()).Persons, person => person.Id == Person(1));
        foreach (var answer in new Answer[] { new Answer.NotProven(403), new Answer.NotProven(0), new Answer.NotProven(500), new Answer.UserIs(Pupil(1)), new Answer.UserIs(Pupil(2)) })
            Assert.Equal(MemoryRoster.Text(Before), MemoryRoster.Text(After(next, _ => answer)));
    }

    [Fact]
    public void A_person_who_answers_as_disabled_is_removed()
    {
        var next = Whole with { Users = [Whole.Users[1], Whole.Users[2]] };
        var roster = After(next, _ => new Answer.UserIs(Pupil(1) with { AccountEnabled = false }));
        Assert.DoesNotContain(roster.Persons, person => person.Id == Person(1));
        Assert.DoesNotContain(roster.Groups.SelectMany(group => group.Members), member => member.Person == Person(1));
    }

    [Fact]
    public void A_half_read_with_no_answer_to_anything_changes_nothing() =>
        Assert.Equal(MemoryRoster.Text(Before), MemoryRoster.Text(After(Empty, _ => new Answer.NotProven(503))));

    [Fact]
    public void A_school_that_is_still_there_keeps_its_persons_and_groups()
    {
        var next = Whole with
        {
            Schools = [Whole.Schools[1]],
            UsersBySchool = Without(Whole.UsersBySchool, School(1)),
            ClassesBySchool = Without(Whole.ClassesBySchool, School(1)),
        };
        Assert.Equal(MemoryRoster.Text(Before), MemoryRoster.Text(After(next, question => question.Kind == QuestionKind.School
            ? new Answer.SchoolIs(Whole.Schools[0])
            : new Answer.NotProven(500))));
        Assert.Equal(MemoryRoster.Text(Before), MemoryRoster.Text(After(next, _ => new Answer.NotProven(500))));
    }

    [Fact]
    public void A_pupil_who_moved_while_the_lists_were_read_is_at_the_new_school()
    {
        var next = Whole with { UsersBySchool = With(ties: [(School(1), Person(2)), (School(1), Person(3)), (School(2), Person(3))]).UsersBySchool };
        var moved = After(next, _ => new Answer.IdsAre([School(2).ToString()]));
        Assert.Equal([School(2)], moved.Persons.Single(person => person.Id == Person(1)).Schools);
        var still = After(next, _ => new Answer.NotProven(404));
        Assert.Equal([School(1)], still.Persons.Single(person => person.Id == Person(1)).Schools);
    }

    [Fact]
    public void A_group_that_lost_a_member_is_read_again()
    {
        var next = Whole with { MembersByClass = With(members: [(Group(1), [Person(1)], []), (Group(2), [Person(2)], [])]).MembersByClass };
        Assert.Equal([new Question(QuestionKind.Members, Group(1).ToString())], Doubts.OfTies(Before, Normalised(next).Roster));
        Assert.Equal(MemoryRoster.Text(Before), MemoryRoster.Text(After(next, _ => new Answer.NotProven(502))));
        var lists = new ClassMembers([Person(1).ToString(), Person(3).ToString()], [Person(3).ToString()]);
        var read = After(next, _ => new Answer.MembersAre(lists)).Groups.Single(group => group.Id == Group(1));
        Assert.Equal(2, read.Members.Count);
    }

    [Fact]
    public void A_class_whose_members_answered_404_is_asked_for_and_keeps_its_members_until_they_are_proven_gone()
    {
        var next = Whole with { MembersByClass = With(members: [(Group(2), [Person(2)], [])]).MembersByClass };
        Assert.Equal([new Question(QuestionKind.Class, Group(1).ToString())], Doubts.OfEntities(Before, Normalised(next)));
        Assert.Equal(MemoryRoster.Text(Before), MemoryRoster.Text(After(next, question => question.Kind == QuestionKind.Class
            ? new Answer.ClassIs(Whole.Classes[0])
            : new Answer.Gone())));
    }

    [Fact]
    public void Of_two_reads_only_what_both_lack_is_missing()
    {
        var first = Whole with { Users = [Pupil(1), Pupil(2)], MembersByClass = Empty.MembersByClass };
        var second = Whole with { Users = [Pupil(2) with { GivenName = "Bo" }, User(3, "teacher")], UsersBySchool = Empty.UsersBySchool };
        var roster = Normalised(TwoReads.Union(first, second)).Roster;
        Assert.Equal(3, roster.Persons.Count);
        Assert.Equal("Bo", roster.Persons.Single(person => person.Id == Person(2)).GivenName);
        Assert.Empty(Doubts.OfTies(Before, roster));
    }

    /// <summary>Both rounds of questions, as a sync run asks them.</summary>
    private static Roster After(SourceSnapshot read, Func<Question, Answer> answer)
    {
        Settled Ask(SourceSnapshot snapshot, IReadOnlyList<Question> questions) =>
            Proof.Settle(snapshot, questions, questions.ToDictionary(question => question, answer), Settings);
        var first = Ask(read, Doubts.OfEntities(Before, Normalised(read)));
        var between = first.Kept.In(Before, Normalised(first.Snapshot).Roster);
        var second = Ask(first.Snapshot, Doubts.OfTies(Before, between));
        return first.Kept.And(second.Kept).In(Before, Normalised(second.Snapshot).Roster);
    }

    private static Dictionary<string, IReadOnlyList<string>> Without(IReadOnlyDictionary<string, IReadOnlyList<string>> ties, Guid school) =>
        ties.Where(pair => pair.Key != school.ToString()).ToDictionary(pair => pair.Key, pair => pair.Value);
}
