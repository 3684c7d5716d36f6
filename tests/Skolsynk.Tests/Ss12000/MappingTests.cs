using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;

namespace Skolsynk.Tests.Ss12000;

public sealed class MappingTests
{
    private static readonly Guid Employment = new("b7d6b1d5-e91b-5948-85f2-29602796e0e3");
    private static readonly Guid Activity = new("831e5926-085d-52c5-b3ae-a5aefaea7fb3");

    private readonly HashSet<(Endpoint, Guid)> refused = [];
    private readonly Mapping mapping = new(Norrboda.Roster);

    [Fact]
    public void Employments_and_activities_have_the_ids_that_EGIL_gives_them()
    {
        Assert.Equal(Employment, DerivedIds.OfEmployment(Norrboda.School, Norrboda.Omar));
        Assert.Equal(Activity, DerivedIds.OfActivity(Norrboda.Group, Norrboda.School));
    }

    [Theory]
    [InlineData(Endpoint.Organisations)]
    [InlineData(Endpoint.SchoolUnits)]
    [InlineData(Endpoint.Users)]
    [InlineData(Endpoint.Employments)]
    [InlineData(Endpoint.StudentGroups)]
    [InlineData(Endpoint.Activities)]
    public void Ids_and_bytes_are_those_of_the_golden_files(Endpoint endpoint)
    {
        var bodies = string.Concat(Bodies(endpoint).Select(body => body + "\n"));
        var file = Repository.Path("tests", "Skolsynk.Tests", "Ss12000", "golden", $"{endpoint}.golden.json");
        if (Environment.GetEnvironmentVariable("SKOLSYNK_GOLDEN") == "write")
            File.WriteAllText(file, bodies);
        Assert.Equal(File.ReadAllBytes(file), Encoding.UTF8.GetBytes(bodies));
    }

    [Fact]
    public void The_hash_is_that_of_the_bytes()
    {
        foreach (var resource in mapping.Render(Endpoint.Users, Confirmed))
            Assert.Equal(XxHash128.HashToUInt128(resource.Body.Span), resource.Hash);
    }

    [Fact]
    public void Pupils_go_before_other_users() =>
        Assert.Equal([Norrboda.Alva, Norrboda.Bo, Norrboda.Omar], mapping.Ids(Endpoint.Users));

    [Fact]
    public void Both_schemas_are_named_and_an_empty_extension_is_left_out()
    {
        var omar = Body(Endpoint.Users, Norrboda.Omar);
        Assert.Equal(2, omar.GetProperty("schemas").GetArrayLength());
        Assert.False(omar.TryGetProperty("urn:scim:schemas:extension:sis:school:1.0:User", out _));
    }

    [Fact]
    public void A_school_unit_whose_organisation_is_not_confirmed_goes_without_it()
    {
        Refuse(Endpoint.Organisations, Norrboda.Organisation);
        Assert.False(Body(Endpoint.SchoolUnits, Norrboda.School).TryGetProperty("organisation", out _));
    }

    [Fact]
    public void A_pupil_goes_with_the_enrolments_that_are_confirmed_and_not_without_any()
    {
        Refuse(Endpoint.SchoolUnits, Norrboda.School);
        Assert.DoesNotContain(Norrboda.Alva, Rendered(Endpoint.Users));
        Assert.DoesNotContain(Norrboda.School.ToString(), Body(Endpoint.Users, Norrboda.Bo).GetRawText(), StringComparison.Ordinal);
        Assert.Contains(Norrboda.Omar, Rendered(Endpoint.Users));
    }

    [Theory]
    [InlineData(Endpoint.Users, "f61d2c97-0b84-4a3e-b5d9-8e17c04a236b")]
    [InlineData(Endpoint.SchoolUnits, "c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5")]
    public void An_employment_waits_for_its_user_and_its_school_unit(Endpoint endpoint, string id)
    {
        Refuse(endpoint, new Guid(id));
        Assert.DoesNotContain(Employment, Rendered(Endpoint.Employments));
        Assert.Contains(Employment, mapping.Ids(Endpoint.Employments));
    }

    [Fact]
    public void A_refused_pupil_is_left_out_of_his_class_and_changes_its_hash_when_he_comes()
    {
        var with = Hash(Endpoint.StudentGroups, Norrboda.Group);
        Refuse(Endpoint.Users, Norrboda.Alva);

        Assert.Equal([Norrboda.Bo], References(Endpoint.StudentGroups, Norrboda.Group, "studentMemberships"));
        Assert.NotEqual(with, Hash(Endpoint.StudentGroups, Norrboda.Group));
        refused.Clear();
        Assert.Equal(with, Hash(Endpoint.StudentGroups, Norrboda.Group));
    }

    [Fact]
    public void A_group_waits_for_the_school_unit_that_owns_it()
    {
        Refuse(Endpoint.SchoolUnits, Norrboda.School);
        Assert.Equal([Norrboda.Craft], Rendered(Endpoint.StudentGroups));
    }

    [Fact]
    public void An_activity_waits_for_its_group_and_leaves_out_employments_that_are_not_confirmed()
    {
        Refuse(Endpoint.StudentGroups, Norrboda.Craft);
        Refuse(Endpoint.Employments, Employment);

        Assert.Equal([Activity], Rendered(Endpoint.Activities));
        Assert.Empty(References(Endpoint.Activities, Activity, "teachers"));
    }

    [Fact]
    public void A_teacher_stands_in_an_activity_by_the_employment_at_its_school_else_by_another()
    {
        var craft = DerivedIds.OfActivity(Norrboda.Craft, Norrboda.OtherSchool);
        Assert.Equal(
            [DerivedIds.OfEmployment(Norrboda.OtherSchool, Norrboda.Bo), Employment],
            References(Endpoint.Activities, craft, "teachers"));
    }

    [Fact]
    public void Resources_are_sorted_by_their_own_ids()
    {
        foreach (var endpoint in new[] { Endpoint.Employments, Endpoint.StudentGroups, Endpoint.Activities })
            Assert.Equal(mapping.Ids(endpoint).OrderBy(Ids.AsNumber), mapping.Ids(endpoint));
    }

    [Fact]
    public void User_names_are_told_for_those_in_scope_only()
    {
        Assert.Equal("omar.lind@norrboda.example", mapping.UserNameOf(Norrboda.Omar));
        Assert.Equal("alva.ek@edu.norrboda.example", mapping.UserNameOf(Norrboda.Alva));
        Assert.Null(mapping.UserNameOf(Norrboda.School));
    }

    [Fact]
    public void The_field_mask_of_a_body_is_within_that_of_its_type()
    {
        foreach (var endpoint in Enum.GetValues<Endpoint>())
        {
            var seen = Fields.None;
            foreach (var resource in mapping.Render(endpoint, Confirmed))
                seen |= FieldMask.Of(resource.Body.Span);
            Assert.Equal(endpoint == Endpoint.SchoolUnitGroups ? Fields.None : FieldMask.Of(endpoint), seen);
        }

        Assert.Equal(["userName", "schoolYear"], FieldMask.NamesIn(Fields.UserName | Fields.SchoolYear));
    }

    private bool Confirmed(Endpoint endpoint, Guid id) => !refused.Contains((endpoint, id));

    private void Refuse(Endpoint endpoint, Guid id) => refused.Add((endpoint, id));

    private List<string> Bodies(Endpoint endpoint) =>
        [.. mapping.Render(endpoint, Confirmed).Select(resource => Encoding.UTF8.GetString(resource.Body.Span))];

    private List<Guid> Rendered(Endpoint endpoint) => [.. mapping.Render(endpoint, Confirmed).Select(resource => resource.ExternalId)];

    private UInt128 Hash(Endpoint endpoint, Guid id) => mapping.Render(endpoint, Confirmed).Single(one => one.ExternalId == id).Hash;

    private JsonElement Body(Endpoint endpoint, Guid id)
    {
        foreach (var resource in mapping.Render(endpoint, Confirmed))
        {
            if (resource.ExternalId == id)
                return JsonDocument.Parse(resource.Body.ToArray()).RootElement;
        }

        throw new InvalidOperationException($"{endpoint}/{id} is not rendered.");
    }

    private List<Guid> References(Endpoint endpoint, Guid id, string name) =>
        [.. Body(endpoint, id).GetProperty(name).EnumerateArray().Select(one => one.GetProperty("value").GetGuid())];
}
