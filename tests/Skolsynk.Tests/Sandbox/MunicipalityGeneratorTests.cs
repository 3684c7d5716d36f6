using System.Diagnostics;
using System.Globalization;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Tests.Sandbox;

public sealed class MunicipalityGeneratorTests
{
    private readonly Municipality municipality = MunicipalityGenerator.Create(seed: 7);

    [Fact]
    public void The_same_seed_gives_the_same_municipality()
    {
        var again = MunicipalityGenerator.Create(seed: 7);
        Assert.Equal(municipality.EntraTenantId, again.EntraTenantId);
        Assert.Equal(municipality.Schools, again.Schools);
        Assert.Equal(municipality.Users, again.Users);
        Assert.Equal(municipality.Classes, again.Classes);
        var (one, other) = (municipality.Snapshot(), again.Snapshot());
        Assert.Equal(one.MembersByClass.Keys, other.MembersByClass.Keys);
        Assert.All(one.MembersByClass, pair => Assert.Equal(pair.Value, other.MembersByClass[pair.Key]));
        Assert.NotEqual(municipality.EntraTenantId, MunicipalityGenerator.Create(seed: 8).EntraTenantId);
    }

    [Fact]
    public void A_small_municipality_has_three_schools_and_four_hundred_pupils_in_class()
    {
        Assert.Equal(3, municipality.Schools.Count);
        var klass = municipality.Classes.Where(item => item.ClassCode is not null && item.CourseNumber is null).ToList();
        var inClass = klass.SelectMany(item => municipality.MembersOf(item.Id)).Where(user => user.ExternalId?.StartsWith('P') == true && user.IsStudent);
        Assert.InRange(inClass.DistinctBy(user => user.Id).Count(), 400, 410);
    }

    [Fact]
    public void Every_school_has_a_code_that_reads_as_no_date()
    {
        Assert.All(municipality.Schools, school =>
        {
            Assert.Matches("^9[0-9]{7}$", school.SchoolUnitCode);
            Assert.False(DateTime.TryParseExact(school.SchoolUnitCode, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        });
        Assert.Equal(municipality.Schools.Count, municipality.Schools.Select(school => school.SchoolUnitCode).Distinct().Count());
    }

    [Fact]
    public void It_holds_the_mess_of_a_real_directory()
    {
        var users = municipality.Users;
        Assert.Contains(users, user => user.Mail is null);
        Assert.Contains(users, user => user.UserType == "Guest");
        Assert.Contains(users, user => !user.AccountEnabled);
        Assert.Contains(users, user => user.PrimaryRole is null);
        Assert.Contains(users, user => user.Surname is null);
        Assert.Contains(users, user => user.PrimaryRole == "faculty");
        Assert.Contains(users, user => user.IsStudent && municipality.SchoolsOfUser(user.Id).Count == 2);
        Assert.Contains(users, user => user.IsTeacher && municipality.SchoolsOfUser(user.Id).Count == 2);
        Assert.Contains(users, user => user.IsStudent && municipality.SchoolsOfUser(user.Id).Count == 0);
        Assert.Contains(users, user => user.IsStudent && municipality.ClassesTaughtBy(user.Id).Count > 0);
        var classes = municipality.Classes;
        Assert.Contains(classes, item => item.DisplayName!.StartsWith("Exp0625_", StringComparison.Ordinal));
        Assert.Contains(classes, item => item.ExternalSource is null && municipality.SchoolsOfClass(item.Id).Count == 0);
        Assert.Contains(classes, item => municipality.MembersOf(item.Id).Count == 0);
    }

    [Fact]
    public void The_identity_numbers_that_hide_in_it_have_valid_check_digits()
    {
        var hidden = municipality.Users.Select(user => user.ExternalId).Where(id => id is { Length: 12 } && id.All(char.IsAsciiDigit)).ToList();
        Assert.Single(hidden);
        Assert.Contains(municipality.Classes, item => item.DisplayName!.Contains('-') && item.DisplayName.Any(char.IsAsciiDigit));
        // 811218-9876 is the authority's own example.
        Assert.Equal(6, Chance.CheckDigit("811218987"));
        Assert.All(hidden, id => Assert.Equal(id![^1] - '0', Chance.CheckDigit(id[2..11])));
    }

    [Fact]
    public void The_large_municipality_is_made_in_seconds()
    {
        var clock = Stopwatch.StartNew();
        var large = MunicipalityGenerator.Create(seed: 1, MunicipalitySize.Large);
        Assert.InRange(large.Users.Count, 109_000, 110_000);
        Assert.InRange(large.Classes.Count, 8_000, 8_010);
        Assert.Equal(large.Users.Count, large.Users.Select(user => user.UserPrincipalName).Distinct().Count());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed}");
    }
}
