using Skolsynk.Deliveries;
using Skolsynk.Deliveries.Reasons;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tests.Suppliers;

namespace Skolsynk.Tests.Deliveries;

/// <summary>Why something is not at a supplier, in one name, one text and one remedy.</summary>
public sealed class ReasonTests
{
    private const long At = 1_764_000_000_000;

    [Fact]
    public void Everything_that_the_scope_leaves_out_has_a_reason_and_what_it_sends_has_none() =>
        CsCheck.Check.Sample(ScopeGen.Any, given =>
        {
            var scoped = Scope.Select(given.Roster, given.Input);
            var reasons = new ScopeReasons(given.Roster, given.Input, scoped);
            return scoped.NotSent.All(one => reasons.Of(one.Kind, one.Id) is { } reason
                    && ReasonTexts.Why(reason, "Driften").Length > 0 && ReasonTexts.Remedy(reason, "Alfa").Length > (reason.Code is ReasonCode.GroupType ? -1 : 0))
                && scoped.Persons.All(one => reasons.Of(EntityKind.Person, one.Id) is null)
                && scoped.Groups.All(one => reasons.Of(EntityKind.Group, one.Id) is null)
                && scoped.Schools.All(one => reasons.Of(EntityKind.School, one.Id) is null);
        });

    [Fact]
    public void Of_several_schools_the_one_that_lacks_least_is_told()
    {
        var town = new Town { Settings = new ScopeSettings() };
        var (coded, bare) = (town.School("Björkskolan"), town.School("Ekskolan", null));
        var (both, atBare, nowhere) = (town.Pupil("Alva", coded, bare), town.Pupil("Bo", bare), town.Pupil("Cim"));
        var group = town.Class("7A", bare, [atBare]);
        var loose = town.Group(GroupKind.Class, "7B", [], [atBare]);
        Assert.Equal(ReasonCode.SchoolNotSelected, Of(town, EntityKind.Person, both));
        Assert.Equal(ReasonCode.SchoolNoCode, Of(town, EntityKind.Person, atBare));
        Assert.Equal(ReasonCode.NoSchool, Of(town, EntityKind.Person, nowhere));
        Assert.Equal(ReasonCode.SchoolNoCode, Of(town, EntityKind.Group, group));
        Assert.Equal(ReasonCode.GroupNoSchool, Of(town, EntityKind.Group, loose));
        Assert.Equal(ReasonCode.SchoolNotSelected, Of(town, EntityKind.School, coded));
        // A school that cannot be chosen is told by what has to be done first.
        Assert.Equal(ReasonCode.SchoolNoCode, Of(town, EntityKind.School, bare));
    }

    [Fact]
    public void A_group_that_was_not_chosen_is_told_apart_from_one_that_the_supplier_does_not_take()
    {
        var town = new Town();
        var school = town.School("Björkskolan");
        var group = town.Group(GroupKind.Teaching, "7A Matematik", [school], [town.Pupil("Alva", school)]);
        town.Settings = new ScopeSettings { AllSchools = true, Groups = GroupsTaken.Classes };
        Assert.Equal(ReasonCode.GroupTypeNotSelected, Of(town, EntityKind.Group, group));
        town.Profile = new CapabilityProfile { Groups = GroupsTaken.Classes };
        Assert.Equal(ReasonCode.GroupType, Of(town, EntityKind.Group, group));
    }

    [Fact]
    public void Every_reason_has_a_name_of_its_own_and_a_text()
    {
        var all = Enum.GetValues<ReasonCode>();
        Assert.Equal(all.Length, all.Select(ReasonTexts.CodeOf).Distinct().Count());
        Assert.Equal("school-no-code", ReasonTexts.CodeOf(ReasonCode.SchoolNoCode));
        Assert.All(all, code => Assert.NotEmpty(ReasonTexts.Why(new(code), "Driften")));
        Assert.Equal("leverantören avvisade: licenserna räcker inte", ReasonTexts.Why(new(ReasonCode.Rejected, Cause: RefusalCause.LicencesUsedUp), "Driften"));
        Assert.Equal("anslutningen är pausad till 2026-12-01", ReasonTexts.Why(new(ReasonCode.Paused, new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero)), "Driften"));
    }

    [Theory]
    [InlineData(409, "uniqueness", "userName is already in use", RefusalCause.UserNameTaken)]
    [InlineData(400, "uniqueness", "emails: the value is taken", RefusalCause.EmailTaken)]
    [InlineData(400, null, "E-postadressen används redan", RefusalCause.EmailTaken)]
    [InlineData(409, "conflict", null, RefusalCause.Other)]
    [InlineData(400, "invalidValue", "emails is required", RefusalCause.RequiredMissing)]
    [InlineData(400, "invalidValue", "schoolUnitCode: eight digits", RefusalCause.WrongFormat)]
    [InlineData(400, null, "owner: unknown school unit …", RefusalCause.SchoolUnknown)]
    [InlineData(400, null, "studentMemberships: no such user", RefusalCause.MemberUnknown)]
    [InlineData(403, null, "No licences left", RefusalCause.LicencesUsedUp)]
    [InlineData(413, null, null, RefusalCause.TooManyMembers)]
    [InlineData(422, null, "computer says no", RefusalCause.Other)]
    public void What_a_supplier_has_against_something_is_one_of_a_closed_list(int http, string? code, string? detail, RefusalCause cause) =>
        Assert.Equal(cause, RefusalCauses.Of(new Refusal(1, 0, null, http, code, detail)));

    [Fact]
    public void How_an_object_stands_follows_from_facts_alone()
    {
        Receipt there = new(ReceiptStatus.Confirmed, 1, At), refused = new(ReceiptStatus.Refused, null, At), uncertain = new(ReceiptStatus.Uncertain, null, At);
        Reason excluded = new(ReasonCode.Excluded), draft = new(ReasonCode.Draft);
        Refusal no = new(3, At, 1, 400, "invalidValue", null), miss = new(2, At, 1, 500, null, null);
        Assert.Equal((ObjectState.Confirmed, null), Standing(new(null, draft, there, null)));
        Assert.Equal((ObjectState.NotSent, ReasonCode.Draft), Standing(new(null, draft, null, null)));
        Assert.Equal((ObjectState.Waiting, null), Standing(new(null, null, null, null)));
        Assert.Equal((ObjectState.Waiting, null), Standing(new(null, null, uncertain, null)));
        Assert.Equal((ObjectState.Rejected, ReasonCode.Rejected), Standing(new(null, null, refused, no)));
        Assert.Equal((ObjectState.Retrying, ReasonCode.Waiting), Standing(new(null, null, refused, miss)));
        Assert.Equal((ObjectState.NotSent, ReasonCode.Excluded), Standing(new(excluded, null, null, null)));
        Assert.Equal((ObjectState.NotSent, ReasonCode.Excluded), Standing(new(excluded, null, refused, no)));
        Assert.Equal((ObjectState.Leaving, ReasonCode.Excluded), Standing(new(excluded, null, there, null)));
        // What may be there is removed, and so not told as never sent.
        Assert.Equal((ObjectState.Leaving, ReasonCode.Excluded), Standing(new(excluded, null, uncertain, null)));
        Assert.Equal((ObjectState.Held, ReasonCode.Held), Standing(new(null, null, there, null) { Held = HoldState.Waits }));
        Assert.Equal((ObjectState.Kept, null), Standing(new(null, null, there, null) { Held = HoldState.Kept, KeptUntil = At }));
        Assert.Equal((ObjectState.Leaving, null), Standing(new(null, null, there, null) { IsGone = true }));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(At), ObjectStanding.Of(new(excluded, null, there, null) { LeavesAt = At }).At);
        Assert.Equal(3, ObjectStanding.Of(new(null, null, refused, no)).Tries);
    }

    private static (ObjectState, ReasonCode?) Standing(ObjectFacts facts) => ObjectStanding.Of(facts) is var one ? (one.State, one.Why?.Code) : default;

    private static ReasonCode? Of(Town town, EntityKind kind, Guid id) =>
        new ScopeReasons(town.Roster, town.Input, Scope.Select(town.Roster, town.Input)).Of(kind, id)?.Code;
}
