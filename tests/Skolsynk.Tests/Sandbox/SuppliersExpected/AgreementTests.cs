using Skolsynk.Rosters;
using Skolsynk.Sandbox.Expected;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Source;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Suppliers;

namespace Skolsynk.Tests.Sandbox.SuppliersExpected;

/// <summary>
/// The service's pure way from snapshot to bytes against the expectation that the sandbox computes by itself, and through the
/// strict receiver, object by object.
/// </summary>
public sealed class AgreementTests
{
    private static readonly ConnectionDescription[] Choices = [.. Settings()];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Service_and_sandbox_agree_on_a_generated_municipality(int seed) => Agree(MunicipalityGenerator.Create(seed));

    [Fact]
    public void Service_and_sandbox_agree_after_the_end_of_a_school_year()
    {
        var municipality = MunicipalityGenerator.Create(3);
        SchoolYearEnd.End(municipality);
        Agree(municipality);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Service_and_sandbox_agree_on_municipalities_of_pure_chance(int seed)
    {
        for (var i = 0; i < 10; i++)
            Agree(ChanceMunicipality.Create((seed * 100) + i));
    }

    private static void Agree(Municipality municipality)
    {
        var source = municipality.Snapshot();
        var everything = ConnectionDescription.Everything(municipality, SupplierProfile.Alfa);
        foreach (var choice in Choices)
        {
            var connection = choice with
            {
                EntraTenantId = municipality.EntraTenantId,
                OrganisationName = municipality.Name,
                Codes = everything.Codes,
                Schools = choice.Schools is null ? null : [source.Schools[0].Id],
                ExcludedPersons = choice.ExcludedPersons.Count == 0 ? [] : [source.Users[0].Id],
                ExcludedGroups = choice.ExcludedGroups.Count == 0 ? [] : [source.Classes[0].Id],
            };
            var held = Sent(source, connection);
            Assert.Equal([], Difference.Between(Expectation.Of(source, connection), held).Take(3));
            Assert.Empty(held.Dangling());
        }
    }

    /// <summary>All that the service would send, taken by the strict receiver without a refusal.</summary>
    private static HeldObjects Sent(MunicipalitySnapshot source, ConnectionDescription connection)
    {
        var profile = SupplierProfile.Alfa with
        {
            OneSchoolPerPerson = connection.OneSchoolPerPerson,
            ClassesOnly = connection.Groups == GroupChoice.Classes,
        };
        var held = new HeldObjects(profile);
        var roster = Normalise.Roster(SnapshotOf(source), new RosterSettings { EntraTenantId = connection.EntraTenantId, KeepSchoolYear = true }).Roster;
        var mapping = new Mapping(Scope.Select(roster, InputOf(connection)));
        foreach (var endpoint in Enum.GetValues<Endpoint>())
        {
            foreach (var resource in mapping.Render(endpoint, (type, id) => held.Find(ScimEndpoints.Find(type.ToString())!.Value, id.ToString("D")) is not null))
            {
                var (made, error) = BodyCheck.Read(ScimEndpoints.Find(endpoint.ToString())!.Value, resource.Body.ToArray());
                Assert.Null(error);
                Assert.Null(held.Create(made!).Error);
            }
        }

        return held;
    }

    private static ScopeInput InputOf(ConnectionDescription connection) => new()
    {
        OrganisationId = connection.EntraTenantId,
        OrganisationName = connection.OrganisationName,
        MunicipalityCode = connection.MunicipalityCode,
        SchoolUnitCodes = connection.Codes.ToDictionary(pair => Id(connection, EntityKind.School, pair.Key), pair => pair.Value),
        Settings = new ScopeSettings
        {
            AllSchools = connection.Schools is null,
            Schools = [.. (connection.Schools ?? []).Select(id => Id(connection, EntityKind.School, id))],
            Students = connection.Students,
            Teachers = connection.Teachers,
            Groups = (GroupsTaken)connection.Groups,
            Email = connection.Email,
            EmailFromUserName = connection.EmailFromUserName,
            SchoolYear = connection.SchoolYear,
            ExcludedPersons = [.. connection.ExcludedPersons.Select(id => Id(connection, EntityKind.Person, id))],
            ExcludedGroups = [.. connection.ExcludedGroups.Select(id => Id(connection, EntityKind.Group, id))],
        },
        Profile = new CapabilityProfile
        {
            EmailNeeded = connection.EmailNeeded,
            SchoolsPerPerson = connection.OneSchoolPerPerson ? SchoolsPerPerson.One : SchoolsPerPerson.Many,
        },
    };

    private static Guid Id(ConnectionDescription connection, EntityKind kind, string sourceId) => Ids.Of(connection.EntraTenantId, kind, sourceId);

    private static SourceSnapshot SnapshotOf(MunicipalitySnapshot source) => new()
    {
        Schools = [.. source.Schools.Select(school => new SourceSchool(school.Id, school.DisplayName, school.SchoolNumber, school.ExternalId))],
        Users =
        [
            .. source.Users.Select(user => new SourceUser(
                user.Id, user.PrimaryRole, user.AccountEnabled, user.GivenName, user.Surname, user.Mail, user.UserPrincipalName, user.UserType, user.Grade)),
        ],
        Classes =
        [
            .. source.Classes.Select(item => new SourceClass(
                item.Id, item.DisplayName, item.ExternalId, item.ExternalSource, item.ClassCode, item.Grade, item.CourseNumber)),
        ],
        UsersBySchool = Turned(source.SchoolsByUser),
        ClassesBySchool = Turned(source.SchoolsByClass),
        MembersByClass = source.Classes.ToDictionary(item => item.Id, item => new ClassMembers(
            source.MembersByClass.GetValueOrDefault(item.Id) ?? [], source.TeachersByClass.GetValueOrDefault(item.Id) ?? [])),
    };

    private static Dictionary<string, IReadOnlyList<string>> Turned(IReadOnlyDictionary<string, IReadOnlyList<string>> ties) => ties
        .SelectMany(pair => pair.Value, (pair, school) => (School: school, Of: pair.Key))
        .GroupBy(tie => tie.School)
        .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(tie => tie.Of)]);

    private static IEnumerable<ConnectionDescription> Settings()
    {
        var all = new ConnectionDescription { EntraTenantId = Guid.Empty, OrganisationName = "", Codes = new Dictionary<string, string>() };
        foreach (var one in new[] { all, all with { OneSchoolPerPerson = true } })
        {
            yield return one;
            yield return one with { Groups = GroupChoice.Classes, Email = true, MunicipalityCode = "9999" };
            yield return one with { Groups = GroupChoice.None, SchoolYear = true };
            yield return one with { Students = false, EmailNeeded = true };
            yield return one with { Teachers = false, Email = true, EmailFromUserName = true };
            yield return one with { Schools = ["the first"] };
            yield return one with { ExcludedPersons = ["the first"], ExcludedGroups = ["the first"], EmailNeeded = true, EmailFromUserName = true };
        }
    }
}
