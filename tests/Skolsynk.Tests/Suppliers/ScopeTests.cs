using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Tests.Suppliers;

public sealed class ScopeTests
{
    private readonly Town town = new();

    [Fact]
    [Trait("Invariant", "4")]
    public void A_school_without_a_code_is_not_sent_and_nobody_who_is_only_there()
    {
        var (with, without) = (town.School("Björkskolan"), town.School("Ekskolan", code: null));
        var pupil = town.Pupil("alva", without);
        var both = town.Pupil("bo", with, without);
        var teacher = town.Teacher("omar", without);
        var group = town.Class("7A", without, [pupil, both], teacher);

        Assert.Equal(NotSentReason.SchoolWithoutCode, town.WhyNot(without));
        Assert.Equal(NotSentReason.NoSchoolInScope, town.WhyNot(pupil));
        Assert.Equal(NotSentReason.NoSchoolInScope, town.WhyNot(teacher));
        Assert.Equal(NotSentReason.NoSchoolInScope, town.WhyNot(group));
        Assert.Equal([with], town.Sent(both).EnrolledAt);
    }

    [Fact]
    [Trait("Invariant", "4")]
    public void A_school_that_is_not_chosen_is_not_sent()
    {
        var (chosen, other) = (town.School("Björkskolan"), town.School("Ekskolan"));
        town.Settings = new ScopeSettings { Schools = [chosen] };

        Assert.Equal(chosen, Assert.Single(town.Select().Schools).Id);
        Assert.Equal(NotSentReason.SchoolNotChosen, town.WhyNot(other));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void A_school_without_a_name_is_not_sent(string? name) =>
        Assert.Equal(NotSentReason.SchoolWithoutName, town.WhyNot(town.School(name)));

    [Fact]
    public void A_pupil_is_enrolled_at_each_school_in_scope()
    {
        var (a, b) = (town.School("A"), town.School("B"));
        Assert.Equal([a, b], town.Sent(town.Pupil("alva", a, b)).EnrolledAt);
    }

    [Fact]
    public void Users_in_no_group_are_sent()
    {
        var school = town.School("A");
        var (pupil, teacher) = (town.Pupil("alva", school), town.Teacher("omar", school));
        Assert.Equal([pupil, teacher], town.Select().Persons.Select(one => one.Id));
    }

    [Fact]
    public void A_teacher_is_employed_where_she_is_tied_and_where_she_teaches()
    {
        var (a, b) = (town.School("A"), town.School("B"));
        var teacher = town.Teacher("omar", b);
        var group = town.Class("7A", a, [], teacher);

        Assert.Equal([a, b], town.Sent(teacher).EmployedAt);
        Assert.Equal([teacher], town.SentGroup(group).Teachers);
    }

    [Fact]
    public void Who_is_pupil_and_teacher_is_one_person_with_both()
    {
        var (a, b) = (town.School("A"), town.School("B"));
        var both = town.Pupil("alva", a);
        town.Class("7A", b, [], both);

        Assert.Equal([a], town.Sent(both).EnrolledAt);
        Assert.Equal([b], town.Sent(both).EmployedAt);
    }

    [Fact]
    public void A_teacher_who_is_merely_a_member_is_no_pupil_there()
    {
        var school = town.School("A");
        var (pupil, teacher) = (town.Pupil("alva", school), town.Teacher("omar", school));
        Assert.Equal([pupil], town.SentGroup(town.Class("7A", school, [pupil, teacher])).Students);
    }

    [Fact]
    public void Who_has_no_role_is_not_sent_and_is_in_no_group()
    {
        var school = town.School("A");
        var (pupil, other) = (town.Pupil("alva", school), town.Person(PersonRole.Other, "kim", school));
        var group = town.Class("7A", school, [pupil], other);

        Assert.Equal(NotSentReason.NoRole, town.WhyNot(other));
        Assert.Empty(town.SentGroup(group).Teachers);
    }

    [Fact]
    [Trait("Invariant", "4")]
    public void A_role_that_is_switched_off_is_not_sent()
    {
        var school = town.School("A");
        var (pupil, teacher) = (town.Pupil("alva", school), town.Teacher("omar", school));
        var group = town.Class("7A", school, [pupil], teacher);

        town.Settings = new ScopeSettings { AllSchools = true, Students = false };
        Assert.Equal(NotSentReason.RoleNotChosen, town.WhyNot(pupil));
        Assert.Empty(town.SentGroup(group).Students);

        town.Settings = new ScopeSettings { AllSchools = true, Teachers = false };
        Assert.Equal(NotSentReason.RoleNotChosen, town.WhyNot(teacher));
        Assert.Empty(town.SentGroup(group).Teachers);
    }

    [Fact]
    public void A_pupil_who_teaches_is_sent_as_a_teacher_when_pupils_are_switched_off()
    {
        var school = town.School("A");
        var both = town.Pupil("alva", school);
        town.Class("7A", school, [], both);
        town.Settings = new ScopeSettings { AllSchools = true, Students = false };

        Assert.Empty(town.Sent(both).EnrolledAt);
        Assert.Null(town.Sent(both).SchoolYear);
        Assert.Equal([school], town.Sent(both).EmployedAt);
    }

    [Fact]
    [Trait("Invariant", "4")]
    public void An_excluded_person_is_not_sent_and_is_in_no_group()
    {
        var school = town.School("A");
        var (pupil, kept, teacher) = (town.Pupil("alva", school), town.Pupil("bo", school), town.Teacher("omar", school));
        var group = town.Class("7A", school, [pupil, kept], teacher);
        town.Settings = new ScopeSettings { AllSchools = true, ExcludedPersons = [pupil, teacher] };

        Assert.Equal(NotSentReason.Excluded, town.WhyNot(pupil));
        Assert.Equal(NotSentReason.Excluded, town.WhyNot(teacher));
        Assert.Equal([kept], town.SentGroup(group).Students);
        Assert.Empty(town.SentGroup(group).Teachers);
    }

    [Fact]
    [Trait("Invariant", "4")]
    public void An_excluded_group_is_not_sent_and_employs_nobody()
    {
        var school = town.School("A");
        var teacher = town.Teacher("omar");
        var group = town.Class("7A", school, [], teacher);
        town.Settings = new ScopeSettings { AllSchools = true, ExcludedGroups = [group] };

        Assert.Equal(NotSentReason.Excluded, town.WhyNot(group));
        Assert.Equal(NotSentReason.NoSchool, town.WhyNot(teacher));
    }

    [Fact]
    public void Names_and_user_names_are_needed_and_never_guessed()
    {
        var school = town.School("A");
        var (given, family, user) = (town.Pupil("alva", school), town.Pupil("bo", school), town.Pupil("cia", school));
        var group = town.Class("7A", school, [given, family, user]);
        town.Change(given, person => person with { GivenName = null });
        town.Change(family, person => person with { FamilyName = " " });
        town.Change(user, person => person with { UserName = null });

        Assert.Equal(NotSentReason.NameMissing, town.WhyNot(given));
        Assert.Equal(NotSentReason.NameMissing, town.WhyNot(family));
        Assert.Equal(NotSentReason.UserNameMissing, town.WhyNot(user));
        Assert.Equal(NotSentReason.GroupEmpty, town.WhyNot(group));
    }

    [Fact]
    public void A_mail_address_goes_only_when_it_is_chosen_or_needed()
    {
        var pupil = town.Pupil("alva", town.School("A"));
        Assert.Null(town.Sent(pupil).Email);

        town.Settings = town.Settings with { Email = true };
        Assert.Equal("alva.ek@norrboda.example", town.Sent(pupil).Email);

        town.Settings = town.Settings with { Email = false };
        town.Profile = new CapabilityProfile { EmailNeeded = true };
        Assert.Equal("alva.ek@norrboda.example", town.Sent(pupil).Email);
    }

    [Fact]
    public void Without_a_needed_mail_address_a_person_is_not_sent_unless_the_user_name_may_stand_for_it()
    {
        var pupil = town.Pupil("alva", town.School("A"));
        town.Change(pupil, person => person with { Mail = null });
        town.Profile = new CapabilityProfile { EmailNeeded = true };
        Assert.Equal(NotSentReason.EmailMissing, town.WhyNot(pupil));

        town.Settings = town.Settings with { EmailFromUserName = true };
        Assert.Equal("alva@edu.norrboda.example", town.Sent(pupil).Email);
    }

    [Fact]
    public void The_school_year_goes_only_when_it_is_chosen()
    {
        var pupil = town.Pupil("alva", town.School("A"));
        Assert.Null(town.Sent(pupil).SchoolYear);
        town.Settings = town.Settings with { SchoolYear = true };
        Assert.Equal(7, town.Sent(pupil).SchoolYear);
    }

    [Fact]
    public void A_person_without_a_school_is_not_sent()
    {
        Assert.Equal(NotSentReason.NoSchool, town.WhyNot(town.Pupil("alva")));
        Assert.Equal(NotSentReason.NoSchool, town.WhyNot(town.Teacher("omar")));
    }

    [Fact]
    public void What_was_not_chosen_is_told_before_what_is_missing()
    {
        var (a, b) = (town.School("A"), town.School("B"));
        var pupil = town.Pupil("alva", b);
        town.Change(pupil, person => person with { GivenName = null });
        town.Settings = new ScopeSettings { Schools = [a] };
        Assert.Equal(NotSentReason.NoSchoolInScope, town.WhyNot(pupil));
    }

    [Fact]
    public void The_owner_of_a_group_is_the_school_in_scope_with_the_smallest_id()
    {
        var (a, b, c) = (town.School("A", code: null), town.School("B"), town.School("C"));
        var group = town.Group(GroupKind.Teaching, "Slöjd", [c, b, a], [town.Pupil("alva", c)]);
        Assert.Equal(b, town.SentGroup(group).Owner);
    }

    [Theory]
    [InlineData(GroupsTaken.All, GroupsTaken.All, true, true)]
    [InlineData(GroupsTaken.Classes, GroupsTaken.All, true, false)]
    [InlineData(GroupsTaken.All, GroupsTaken.Classes, true, false)]
    [InlineData(GroupsTaken.None, GroupsTaken.All, false, false)]
    [InlineData(GroupsTaken.All, GroupsTaken.None, false, false)]
    public void Groups_go_by_the_lesser_of_profile_and_setting(GroupsTaken profile, GroupsTaken setting, bool classes, bool teaching)
    {
        var school = town.School("A");
        var pupil = town.Pupil("alva", school);
        var (first, second) = (town.Class("7A", school, [pupil]), town.Group(GroupKind.Teaching, "Slöjd", [school], [pupil]));
        town.Profile = new CapabilityProfile { Groups = profile };
        town.Settings = town.Settings with { Groups = setting };

        Assert.Equal(classes ? null : NotSentReason.GroupKindNotTaken, town.WhyNot(first));
        Assert.Equal(teaching ? null : NotSentReason.GroupKindNotTaken, town.WhyNot(second));
    }

    [Fact]
    public void A_group_without_a_name_or_without_anyone_is_not_sent()
    {
        var school = town.School("A");
        Assert.Equal(NotSentReason.GroupWithoutName, town.WhyNot(town.Class(null, school, [town.Pupil("alva", school)])));
        Assert.Equal(NotSentReason.GroupEmpty, town.WhyNot(town.Class("7A", school, [])));
        Assert.Equal(NotSentReason.NoSchool, town.WhyNot(town.Group(GroupKind.Class, "7B", [], [])));
    }

    [Fact]
    public void Where_one_school_is_taken_it_is_the_one_with_most_of_the_persons_groups()
    {
        var (a, b) = (town.School("A"), town.School("B"));
        var (pupil, equal) = (town.Pupil("alva", a, b), town.Pupil("bo", a, b));
        town.Class("7A", a, [equal]);
        var group = town.Class("7B", b, [pupil, equal]);
        town.Profile = new CapabilityProfile { SchoolsPerPerson = SchoolsPerPerson.One };

        Assert.Equal([b], town.Sent(pupil).EnrolledAt);
        Assert.Equal([a], town.Sent(equal).EnrolledAt);
        Assert.Equal([pupil, equal], town.SentGroup(group).Students);
    }

    [Fact]
    public void Where_one_school_is_taken_a_pupil_who_teaches_elsewhere_stays_a_pupil()
    {
        var (a, b) = (town.School("A"), town.School("B"));
        var (both, pupil) = (town.Pupil("alva", b), town.Pupil("bo", a));
        var group = town.Class("7A", a, [pupil], both);
        town.Profile = new CapabilityProfile { SchoolsPerPerson = SchoolsPerPerson.One };

        Assert.Equal([b], town.Sent(both).EnrolledAt);
        Assert.Empty(town.Sent(both).EmployedAt);
        Assert.Empty(town.SentGroup(group).Teachers);
    }
}
