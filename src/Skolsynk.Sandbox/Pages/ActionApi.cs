using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Pages;

/// <summary><c>POST /sandbox/tenants/{tenant}/{action}</c>: JSON from scripts and tests, forms from the page.</summary>
internal static class ActionApi
{
    public static void Map(RouteGroupBuilder group) => group.MapPost("/tenants/{tenant:guid}/{action}", ActAsync);

    private static async Task<IResult> ActAsync(Guid tenant, string action, HttpRequest request, TenantRegister tenants)
    {
        if (SandboxAction.Find(action) is not { } known)
            return SandboxApi.Problem($"No action has that name. Take one of: {string.Join(", ", SandboxAction.All.Select(one => one.Name))}.");
        var isForm = request.HasFormContentType;
        var (fields, wrong) = isForm ? (await FieldsAsync(request), null) : await SandboxApi.ReadAsync<ActionFields>(request);
        return wrong ?? SandboxApi.With(tenants, tenant, one => Act(one, known, fields!, isForm));
    }

    private static IResult Act(Tenant tenant, SandboxAction action, ActionFields fields, bool isForm)
    {
        try
        {
            var made = action.Do(tenant.Municipality, fields);
            return isForm ? Redirect(tenant, action, fields, made) : SandboxApi.Answer(new { id = made });
        }
        catch (MissingFieldException problem)
        {
            return isForm ? Home(tenant, "missing") : SandboxApi.Problem(problem.Message);
        }
        catch (UnknownIdException problem)
        {
            return isForm ? Home(tenant, "gone") : SandboxApi.Problem(problem.Message, StatusCodes.Status404NotFound);
        }
    }

    /// <summary>To where the person or the class can be seen; the page says what was done.</summary>
    private static IResult Redirect(Tenant tenant, SandboxAction action, ActionFields fields, string? made)
    {
        if (fields.ClassId is { } item && made is null && tenant.Municipality.FindClass(item) is not null)
            return SandboxApi.See($"/?tenant={tenant.Id:D}&class={Uri.EscapeDataString(item)}&done={action.Name}");
        var person = made ?? fields.UserId;
        if (person is not null && tenant.Municipality.FindUser(person) is not null)
            return SandboxApi.See($"/?tenant={tenant.Id:D}&person={Uri.EscapeDataString(person)}&done={action.Name}");
        return Home(tenant, action.Name);
    }

    private static IResult Home(Tenant tenant, string done) => SandboxApi.See($"/?tenant={tenant.Id:D}&done={done}");

    private static async Task<ActionFields> FieldsAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        string? Field(string name) => form[name].ToString() is { Length: > 0 } value ? value : null;
        return new ActionFields
        {
            UserId = Field("userId"),
            ClassId = Field("classId"),
            ToClassId = Field("toClassId"),
            SchoolId = Field("schoolId"),
            ToSchoolId = Field("toSchoolId"),
            Name = Field("name"),
            GivenName = Field("givenName"),
            Surname = Field("surname"),
        };
    }
}
