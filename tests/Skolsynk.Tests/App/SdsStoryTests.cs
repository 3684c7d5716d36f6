using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Sds;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.App;

/// <summary>A folder of School Data Sync v2.1 files, all the way to both suppliers.</summary>
public sealed class SdsStoryTests(PostgresServer server) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("skolsynk-sds-").FullName;

    [Fact]
    public async Task An_sds_folder_reaches_both_suppliers_as_it_should()
    {
        WriteFiles();
        var sds = SdsFolder.Load(folder);
        Assert.Empty(sds.Problems);
        await using var app = await SkolsynkApp.Start(server, new SandboxOptions { Municipalities = [sds.Municipality] });
        await app.Connect("alfa");
        await app.Connect("beta");
        await app.RunSync();
        var passes = await app.DeliverAll();

        Assert.All(passes.Values, pass => Assert.Equal((PassEnd.Done, 0), (pass.End, pass.Refused)));
        Assert.Empty(app.Differences("alfa"));
        Assert.Empty(app.Differences("beta"));
        Assert.Equal((4, 6, 2), (app.Held("alfa").Count(ScimEndpoint.SchoolUnits), app.Held("alfa").Count(ScimEndpoint.Users), app.Held("alfa").Count(ScimEndpoint.StudentGroups)));
    }

    [Fact, Trait("Invariant", "12")]
    public async Task Two_municipalities_with_the_same_numbers_do_not_meet_at_one_shared_key()
    {
        WriteFiles();
        var first = SdsFolder.Load(folder).Municipality;
        await using var app = await SkolsynkApp.Start(server, new SandboxOptions { Municipalities = [first, Another(first)] });
        await app.Connect("beta");
        await app.Connect("beta", tenant: new TenantId(2));
        await app.RunSync();
        await app.RunSync(new TenantId(2));
        await app.DeliverAll();
        var users = app.Held("beta").All(ScimEndpoint.Users);
        Assert.Equal(12, users.Count);

        first.RemoveUser("s1");
        await app.RunSync();
        await app.DeliverAll();
        Assert.Equal(11, app.Held("beta").Count(ScimEndpoint.Users));
    }

    private static Municipality Another(Municipality first)
    {
        var copy = new Municipality(new Guid("7f3e1a55-0d4b-4c1e-9a52-6b1f0c2d3e4f"), "Grannkommunen", "granne.example");
        foreach (var school in first.Schools)
            copy.Put(school);
        foreach (var user in first.Users)
        {
            copy.Put(user with { UserPrincipalName = user.UserPrincipalName?.Replace('@', '.') + "@granne.example" });
            foreach (var school in first.SchoolsOfUser(user.Id))
                copy.TieUser(user.Id, school.Id);
        }
        return copy;
    }

    private void WriteFiles()
    {
        Write("orgs.csv", "sourcedId,name,type,parentSourcedId", "o1,Tekniska fakulteten,college,", "o2,Datavetenskap,department,o1",
            "o3,Björkskolan,school,o4", "o4,Norrboda kommun,ministryOfEducation,");
        Write("users.csv", "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms",
            "s1,s1@norrboda.example,Alva,Ek,,,s1@norrboda.example,,", "s2,s2@norrboda.example,Omar,Lind,,,,,",
            "s3,s3@norrboda.example,Siv,Åberg,,,,,", "s4,s4@norrboda.example,Ture,Öman,,,,,", "t1,t1@norrboda.example,Kim,Ros,,,,,",
            "t2,t2@norrboda.example,Lo,Dal,,,,,", "g1,g1@hem.example,Bo,Ek,,,,,", "g2,g2@hem.example,Pia,Åberg,,,,,");
        Write("roles.csv", "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate",
            "s1,o3,student,x,7,TRUE,,", "s2,o3,student,x,7,TRUE,,", "s3,o3,student,x,7,TRUE,,", "s4,o1,student,x,ps1,TRUE,,",
            "t1,o2,professor,x,,TRUE,,", "t2,o4,teacher,x,,TRUE,,", "t2,o3,teacher,x,,FALSE,,");
        Write("classes.csv", "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId", "c1,o1,7A,x,", "c2,o3,7B,x,");
        Write("enrollments.csv", "classSourcedId,userSourcedId,role", "c1,s4,student", "c1,t1,professor", "c2,s1,student", "c2,s2,student",
            "c2,s3,student", "c2,t2,teacher");
    }

    private void Write(string file, params string[] lines) => File.WriteAllLines(Path.Combine(folder, file), lines);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
