using Skolsynk.Sandbox.Sds;

namespace Skolsynk.Tests.Sandbox;

public sealed class SdsFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("skolsynk-sds-");

    public SdsFolderTests()
    {
        Write("orgs.csv", "sourcedId,name,type,parentSourcedId", "S1,Ekskolan,school,F1", "D1,Institutionen,department,S1", "F1,Förvaltningen,ministryOfEducation,", "X9,Tom,school,");
        Write("users.csv", "sourcedId,username,givenName,familyName,password,email", "U1,a@x.example,Alva,Berg,hemligt,a@x.example", "U2,b@x.example,Bo,Ek,hemligt,", "U3,c@x.example,Cia,\"Al, von\",\"hem\"\"ligt\",", "U4,d@y.example,Dan,Holm,hemligt,");
        Write("roles.csv", "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary", "U1,S1,student,,7,TRUE", "U2,D1,professor,,,TRUE", "U3,S1,Teacher,,,TRUE", "U3,F1,administrator,,,FALSE");
        Write("classes.csv", "sourcedId,orgSourcedId,title", "K1,S1,7A");
        Write("enrollments.csv", "classSourcedId,userSourcedId,role", "K1,U1,student", "K1,U2,professor");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Write(string name, params string[] lines) =>
        File.WriteAllText(Path.Combine(folder.FullName, name), string.Join("\r\n", lines) + "\r\n");

    private SdsResult Load() => SdsFolder.Load(folder.FullName);

    [Fact]
    public void Orgs_of_every_type_are_schools_when_a_person_or_class_stands_in_them()
    {
        var result = Load();
        Assert.Empty(result.Problems);
        Assert.Equal(["D1", "F1", "S1"], result.Municipality.Schools.Select(school => school.Id));
        Assert.Equal("Förvaltningen", result.Municipality.FindSchool("F1")!.DisplayName);
        Assert.Equal(["F1", "S1"], result.Municipality.SchoolsOfUser("U3").Select(school => school.Id));
    }

    [Fact]
    public void Teacher_like_roles_are_teachers_and_who_has_no_role_is_none()
    {
        var municipality = Load().Municipality;
        Assert.Equal(["student", "teacher", "teacher", "none"], municipality.Users.Select(user => user.PrimaryRole));
        Assert.Equal("7", municipality.FindUser("U1")!.Grade);
        Assert.Equal(["U1", "U2"], municipality.MembersOf("K1").Select(user => user.Id));
        Assert.Equal(["U2"], municipality.TeachersOf("K1").Select(user => user.Id));
        Assert.Equal("Al, von", municipality.FindUser("U3")!.Surname);
        Assert.Equal("x.example", municipality.Domain);
    }

    [Fact]
    public void Files_with_other_data_are_never_opened_and_a_password_is_never_read()
    {
        using var locked = new FileStream(Path.Combine(folder.FullName, "demographics.csv"), FileMode.Create, FileAccess.Write, FileShare.None);
        var text = new StringReader("a,password,b\n1,hemligt,2\n");
        var rows = new CsvRows(text);
        rows.ReadHeader();
        var row = Assert.Single(rows.Read([0, 2]));
        Assert.Equal(["1", "2"], row.Fields);
        Assert.DoesNotContain(Load().Municipality.Users, user => user.ToString().Contains("hemligt", StringComparison.Ordinal));
    }

    [Fact]
    public void Columns_may_stand_in_any_order_with_a_byte_order_mark_and_line_breaks_in_quotes()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "orgs.csv"), "\uFEFFname,TYPE,sourcedid\n\"Ek\nskolan\",school,S1\nD,x,D1\n\nF,x,F1");
        var municipality = Load().Municipality;
        Assert.Equal("Ek\nskolan", municipality.FindSchool("S1")!.DisplayName);
        Assert.Equal(3, municipality.Schools.Count);
    }

    [Theory]
    [InlineData("users.csv", "U5,,Eva,Ny,x,", "users.csv, rad 6, username: värde saknas")]
    [InlineData("users.csv", "U1,e@x.example,Eva,Ny,x,", "users.csv, rad 6, sourcedId: id förekommer redan")]
    [InlineData("users.csv", "U5,A@X.example,Eva,Ny,x,", "users.csv, rad 6, username: användarnamnet förekommer redan")]
    [InlineData("users.csv", "U5,e@x.example,Eva", "users.csv, rad 6, rad: 3 kolumner i stället för 6")]
    [InlineData("users.csv", "\"U5,e@x.example,Eva", "users.csv, rad 6, rad: citattecken som aldrig avslutas")]
    [InlineData("roles.csv", "U9,S1,student,,,", "roles.csv, rad 6, userSourcedId: användaren finns inte i users.csv")]
    [InlineData("roles.csv", "U1,S9,student,,,", "roles.csv, rad 6, orgSourcedId: organisationen finns inte i orgs.csv")]
    [InlineData("classes.csv", "K2,S9,7B", "classes.csv, rad 3, orgSourcedId: organisationen finns inte i orgs.csv")]
    [InlineData("enrollments.csv", "K9,U1,student", "enrollments.csv, rad 4, classSourcedId: klassen finns inte i classes.csv")]
    [InlineData("enrollments.csv", "K1,U4,guardian", "enrollments.csv, rad 4, role: rollen är varken elev eller lärare")]
    [InlineData("enrollments.csv", "K1,U1,student", "enrollments.csv, rad 4, userSourcedId: användaren finns redan i klassen")]
    public void A_row_that_cannot_be_used_is_named_by_its_place_and_the_rest_is_read(string file, string row, string problem)
    {
        File.AppendAllText(Path.Combine(folder.FullName, file), row + "\r\n");
        var result = Load();
        Assert.Equal(problem, Assert.Single(result.Problems).ToString());
        Assert.Equal(4, result.Municipality.Users.Count);
    }

    [Theory]
    [InlineData("roles.csv", null, "Filen roles.csv finns inte i mappen.")]
    [InlineData("roles.csv", "", "Filen roles.csv är tom: rubrikraden saknas.")]
    [InlineData("roles.csv", "userSourcedId,role", "Filen roles.csv saknar kolumnen orgSourcedId.")]
    public void A_file_that_is_missing_or_lacks_a_column_is_named(string file, string? content, string message)
    {
        var path = Path.Combine(folder.FullName, file);
        if (content is null)
            File.Delete(path);
        else
            File.WriteAllText(path, content);
        Assert.Equal(message, Assert.Throws<SdsFolderException>(Load).Message);
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_named()
    {
        File.WriteAllBytes(Path.Combine(folder.FullName, "orgs.csv"), [.. "sourcedId,name\nS1,F"u8, 0xF6, .. "rv\n"u8]);
        Assert.Equal("Filen orgs.csv är inte skriven i UTF-8.", Assert.Throws<SdsFolderException>(Load).Message);
    }

    [Fact]
    public void Codes_come_from_codes_csv_and_are_made_up_where_there_is_none()
    {
        var made = Load();
        Assert.True(made.CodesAreMadeUp);
        Assert.All(made.Municipality.Schools, school => Assert.Matches("^9[0-9]{7}$", school.SchoolUnitCode));
        Assert.All(made.Municipality.Schools, school => Assert.Null(school.SchoolNumber));
        Write("codes.csv", "orgSourcedId,schoolUnitCode", "S1,91234567", "D1,20260101");
        var read = Load();
        Assert.False(read.CodesAreMadeUp);
        Assert.Equal("91234567", read.Municipality.FindSchool("S1")!.SchoolUnitCode);
        Assert.Null(read.Municipality.FindSchool("D1")!.SchoolUnitCode);
        Assert.Equal(("codes.csv", 3, "schoolUnitCode"), (read.Problems[0].File, read.Problems[0].Line, read.Problems[0].Column));
    }

    [Fact]
    public void The_same_folder_is_the_same_tenant_at_each_start() =>
        Assert.Equal(Load().Municipality.EntraTenantId, Load().Municipality.EntraTenantId);
}
