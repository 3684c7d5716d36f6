using System.Text;
using Skolsynk.Sandbox.Expected;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Tests.Sandbox.Suppliers;

namespace Skolsynk.Tests.Sandbox.SuppliersExpected;

public sealed class ExpectationTests
{
    private const string School = "c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5";
    private const string Pupil = Bodies.PupilId;
    private const string Teacher = "f61d2c97-0b84-4a3e-b5d9-8e17c04a236b";
    private const string Class = "1a7e90b3-5c26-4df8-8431-d90fb6e275ac";

    private readonly Municipality municipality = Norrboda();

    [Fact]
    public void The_fact_sheets_school_gives_the_fact_sheets_objects_with_its_ids()
    {
        var bodies = Bodies.All.Select(example => example.Body switch
        {
            Bodies.SchoolUnit => Bodies.With(example.Body, json => json.Remove("schoolTypes")),
            Bodies.Pupil => Bodies.With(example.Body, json =>
                json["urn:scim:schemas:extension:sis:school:1.0:User"]!["enrolments"]![0]!.AsObject().Remove("schoolType")),
            _ => example.Body,
        });
        var held = Bodies.All.Zip(bodies, (example, body) =>
            BodyCheck.Read(ScimEndpoints.Find(example.Endpoint)!.Value, Encoding.UTF8.GetBytes(body)).Object!);
        Assert.Empty(Difference.Between(Expected(Everything with { MunicipalityCode = "9999", SchoolYear = true, Email = true }), held));
    }

    [Fact]
    public void A_school_without_code_or_choice_takes_everything_of_it_along()
    {
        Assert.Equal(["Organisations"], Endpoints(Everything with { Codes = new Dictionary<string, string>() }));
        Assert.Equal(["Organisations"], Endpoints(Everything with { Schools = [Teacher] }));
        Assert.Equal(7, Expected(Everything with { Schools = [School] }).Count);
    }

    [Fact]
    public void A_pupil_who_teaches_is_one_user_with_enrolment_and_employment_and_no_pupil_of_that_group()
    {
        municipality.AddTeacher(Class, Pupil);
        var objects = Expected(Everything);
        Assert.Equal(2, objects.Count(one => one.Endpoint == ScimEndpoint.Users));
        Assert.Equal(2, objects.Count(one => one.Endpoint == ScimEndpoint.Employments));
        Assert.Empty(objects.Single(one => one.Endpoint == ScimEndpoint.StudentGroups).Content["studentMemberships"]!.AsArray());
    }

    [Fact]
    public void Guests_disabled_accounts_the_nameless_and_those_of_no_role_are_not_sent()
    {
        var pupil = municipality.FindUser(Pupil)!;
        foreach (var changed in new[]
        {
            pupil with { UserType = "guest" }, pupil with { AccountEnabled = false }, pupil with { Surname = " \u00A0" },
            pupil with { PrimaryRole = "none" }, pupil with { UserPrincipalName = "20140203-9810@norrboda.example" },
        })
        {
            municipality.Put(changed);
            Assert.DoesNotContain(Expected(Everything), one => one.Id == Pupil);
        }
    }

    [Fact]
    public void A_group_that_has_ended_is_excluded_or_hides_an_identity_number_is_not_sent()
    {
        var item = municipality.FindClass(Class)!;
        Assert.DoesNotContain("StudentGroups", Endpoints(Everything with { ExcludedGroups = [Class] }));
        Assert.DoesNotContain("StudentGroups", Endpoints(Everything with { Groups = GroupChoice.None }));
        foreach (var name in new[] { "Exp0625_7A", "Stöd 140203-9810" })
        {
            municipality.Put(item with { DisplayName = name });
            Assert.DoesNotContain("StudentGroups", Endpoints(Everything));
        }
    }

    [Fact]
    public void Teaching_groups_are_not_for_who_takes_classes_only()
    {
        municipality.RenameClass(Class, "Ma 7A");
        Assert.Contains("StudentGroups", Endpoints(Everything));
        Assert.DoesNotContain("StudentGroups", Endpoints(Everything with { Groups = GroupChoice.Classes }));
    }

    [Fact]
    public void Where_one_school_is_taken_it_is_the_one_with_most_groups()
    {
        const string other = "00000000-0000-4000-8000-000000000007";
        municipality.Put(new SandboxSchool(other, "Andra skolan") { SchoolUnitCode = "99999902" });
        municipality.TieUser(Pupil, other);
        municipality.TieUser(Teacher, other);
        var objects = Expected(ConnectionDescription.Everything(municipality, SupplierProfile.Beta));
        Assert.Equal(School, (string)objects.Single(one => one.Endpoint == ScimEndpoint.Employments).Content["employedAt"]!["value"]!);
        Assert.Contains(School, objects.Single(one => one.Id == Pupil).Content.ToJsonString());
        Assert.DoesNotContain(other, objects.Single(one => one.Id == Pupil).Content.ToJsonString());
    }

    [Fact]
    public void An_id_that_is_no_guid_is_made_one_with_the_municipality_in_its_name()
    {
        var tenant = new Guid("7d1f5e8a-0000-4000-8000-000000000001");
        Assert.Equal("b7d6b1d5-e91b-5948-85f2-29602796e0e3", WireIds.OfEmployment(School, Teacher));
        Assert.Equal("831e5926-085d-52c5-b3ae-a5aefaea7fb3", WireIds.OfActivity(Class, School));
        Assert.NotEqual(WireIds.OfPerson(tenant, "12"), WireIds.OfGroup(tenant, "12"));
        Assert.NotEqual(WireIds.OfPerson(tenant, "12"), WireIds.OfPerson(Guid.Empty, "12"));
        Assert.Equal(Skolsynk.Rosters.Ids.Of(tenant, Skolsynk.Rosters.EntityKind.Group, "12").ToString(), WireIds.OfGroup(tenant, "12"));
    }

    private ConnectionDescription Everything => ConnectionDescription.Everything(municipality, SupplierProfile.Alfa);

    private IReadOnlyList<ExpectedObject> Expected(ConnectionDescription connection) => Expectation.Of(municipality.Snapshot(), connection);

    private string[] Endpoints(ConnectionDescription connection) =>
        [.. Expected(connection).Select(one => one.Endpoint.Name()).Distinct()];

    private static Municipality Norrboda()
    {
        var made = new Municipality(SupplierHost.Tenant, "Norrboda kommun", "norrboda.example");
        made.Put(new SandboxSchool(School, " Björkskolan  7-9") { SchoolUnitCode = "99999901" });
        made.Put(new SandboxUser(Pupil, "alva.ek@edu.norrboda.example")
        {
            GivenName = "Alva",
            Surname = "Ek",
            Mail = "alva.ek@edu.norrboda.example",
            PrimaryRole = "Student",
            Grade = "7",
        });
        made.Put(new SandboxUser(Teacher, "omar.lind@norrboda.example") { GivenName = "Omar", Surname = "Lind", PrimaryRole = "faculty" });
        made.Put(new SandboxClass(Class, "7A"));
        made.TieUser(Pupil, School);
        made.TieUser(Teacher, School);
        made.TieClass(Class, School);
        made.AddMember(Class, Pupil);
        made.AddTeacher(Class, Teacher);
        return made;
    }
}
