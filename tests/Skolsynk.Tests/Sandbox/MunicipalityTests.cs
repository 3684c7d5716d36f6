using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Tests.Sandbox;

public sealed class MunicipalityTests
{
    private readonly Municipality municipality = MunicipalityGenerator.Create(seed: 3);

    private SandboxClass Class7 => municipality.Classes.First(item => item.DisplayName == "7A");

    private SandboxUser PupilOf(SandboxClass item) => municipality.MembersOf(item.Id).First(user => user.IsStudent);

    [Fact]
    public void A_pupil_who_moves_to_another_class_is_a_member_there_and_only_there()
    {
        var (from, to) = (Class7, municipality.Classes.First(item => item.DisplayName == "8A"));
        var pupil = PupilOf(from);
        municipality.MoveToClass(pupil.Id, from.Id, to.Id);
        Assert.DoesNotContain(pupil, municipality.MembersOf(from.Id));
        Assert.Contains(pupil, municipality.MembersOf(to.Id));
        Assert.DoesNotContain(pupil, municipality.TeachersOf(to.Id));
    }

    [Fact]
    public void A_pupil_who_moves_to_another_school_leaves_the_classes_of_the_old_one()
    {
        var item = Class7;
        var pupil = PupilOf(item);
        var from = municipality.SchoolsOfClass(item.Id)[0];
        var to = municipality.Schools.First(school => !municipality.SchoolsOfUser(pupil.Id).Contains(school));
        municipality.MoveToSchool(pupil.Id, from.Id, to.Id);
        Assert.Contains(to, municipality.SchoolsOfUser(pupil.Id));
        Assert.DoesNotContain(from, municipality.SchoolsOfUser(pupil.Id));
        Assert.DoesNotContain(municipality.ClassesOfUser(pupil.Id), left => municipality.SchoolsOfClass(left.Id).Contains(from));
    }

    [Fact]
    public void A_recreated_account_has_the_same_user_name_and_classes_but_another_id()
    {
        var pupil = PupilOf(Class7);
        var classes = municipality.ClassesOfUser(pupil.Id);
        var created = municipality.RecreateAccount(pupil.Id);
        Assert.NotEqual(pupil.Id, created.Id);
        Assert.Equal(pupil.UserPrincipalName, created.UserPrincipalName);
        Assert.Null(municipality.FindUser(pupil.Id));
        Assert.Equal(classes, municipality.ClassesOfUser(created.Id));
    }

    [Fact]
    public void A_deleted_school_leaves_its_people_behind()
    {
        var school = municipality.Schools[0];
        var people = municipality.UsersOfSchool(school.Id);
        municipality.DeleteSchool(school.Id);
        Assert.Null(municipality.FindSchool(school.Id));
        Assert.All(people, user => Assert.DoesNotContain(school, municipality.SchoolsOfUser(user.Id)));
        Assert.All(people, user => Assert.NotNull(municipality.FindUser(user.Id)));
    }

    [Fact]
    public void At_the_end_of_the_school_year_a_class_expires_and_its_pupils_go_on_in_a_new_one()
    {
        var old = Class7;
        var pupil = PupilOf(old);
        SchoolYearEnd.End(municipality);
        Assert.Equal("Exp0626_7A", municipality.FindClass(old.Id)!.DisplayName);
        Assert.Equal("8", municipality.FindUser(pupil.Id)!.Grade);
        var successor = Assert.Single(municipality.ClassesOfUser(pupil.Id), item => item.DisplayName == "8A");
        Assert.NotEqual(old.Id, successor.Id);
        Assert.Equal(old.ExternalId, successor.ExternalId);
    }

    [Fact]
    public void The_change_log_tells_what_happened_after_a_version_and_nothing_older_than_it_remembers()
    {
        var before = municipality.Version;
        municipality.RenameClass(Class7.Id, "7A Musik");
        municipality.RenameClass(municipality.Classes.First(item => item.DisplayName == "7A Musik").Id, "7A Musik");
        var change = Assert.Single(municipality.ChangesSince(before)!);
        Assert.Equal(ChangedKind.Class, change.Kind);
        municipality.ForgetHistory();
        Assert.Null(municipality.ChangesSince(before));
        Assert.Empty(municipality.ChangesSince(municipality.Version)!);
    }

    [Fact]
    public async Task Many_may_change_and_read_at_once()
    {
        var token = TestContext.Current.CancellationToken;
        var pupils = municipality.Users.Where(user => user.IsStudent).Take(40).ToList();
        var school = municipality.Schools[0];
        await Parallel.ForEachAsync(pupils, token, (pupil, cancel) =>
        {
            municipality.TieUser(pupil.Id, school.Id);
            _ = municipality.Snapshot().Users.Count;
            municipality.RemoveUser(pupil.Id);
            return ValueTask.CompletedTask;
        });
        Assert.All(pupils, pupil => Assert.Null(municipality.FindUser(pupil.Id)));
        Assert.Empty(municipality.UsersOfSchool(school.Id).Intersect(pupils));
    }
}
