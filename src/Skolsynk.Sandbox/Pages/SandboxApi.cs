using System.Text.Json;
using System.Text.Json.Serialization;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Sds;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Pages;

/// <summary>JSON under <c>/sandbox</c>: what there is, and how sign-in behaves. Actions and faults have their own files.</summary>
internal static class SandboxApi
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sandbox");
        group.MapGet("/tenants", (TenantRegister tenants) => Answer(tenants.All.Select(Described)));
        group.MapGet("/sds-problems", (IReadOnlyList<SdsProblem> problems) => Answer(problems));
        group.MapGet("/tenants/{tenant:guid}/schools", (Guid tenant, TenantRegister tenants) =>
            With(tenants, tenant, one => Answer(one.Municipality.Schools.Select(Coded))));
        group.MapGet("/tenants/{tenant:guid}/find", (Guid tenant, string text, TenantRegister tenants) =>
            With(tenants, tenant, one => Answer(Finds.In(one.Municipality, text))));
        group.MapPut("/tenants/{tenant:guid}/entra", SetEntraAsync);
        group.MapPost("/entra", SetEntraByFormAsync);
        ActionApi.Map(group);
        FaultApi.Map(group);
    }

    public static IResult Answer<T>(T value) => Results.Json(value, Json);

    public static IResult Problem(string text, int status = StatusCodes.Status400BadRequest) => Results.Problem(text, statusCode: status);

    /// <summary>303: what was posted is never posted again by a reload.</summary>
    public static IResult See(string address) => new SeeOther(address);

    public static IResult With(TenantRegister tenants, Guid tenant, Func<Tenant, IResult> answer) =>
        tenants.Find(tenant) is { } one ? answer(one) : Problem("No municipality has that tenant id.", StatusCodes.Status404NotFound);

    /// <summary>The body, or the answer that says what is wrong with it.</summary>
    public static async Task<(T? Value, IResult? Wrong)> ReadAsync<T>(HttpRequest request) where T : class
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(request.Body, Json, request.HttpContext.RequestAborted);
            return value is null ? (null, Problem("A JSON object is needed.")) : (value, null);
        }
        catch (JsonException problem)
        {
            return (null, Problem($"The JSON cannot be read at {problem.Path ?? "$"}."));
        }
    }

    private static object Described(Tenant tenant)
    {
        var one = tenant.Municipality;
        var users = one.Users;
        return new
        {
            entraTenantId = tenant.Id,
            one.Name,
            one.Domain,
            one.CodesAreMadeUp,
            one.IsNew,
            schools = one.Schools.Count,
            users = users.Count,
            students = users.Count(user => user.IsStudent),
            teachers = users.Count(user => user.IsTeacher),
            classes = one.Classes.Count,
            protectedGroup = one.ProtectedGroupId,
            entra = new { tenant.Error, tenant.Roles },
        };
    }

    private static object Coded(SandboxSchool school) => new { school.Id, name = school.DisplayName, school.SchoolUnitCode };

    private static async Task<IResult> SetEntraAsync(Guid tenant, HttpRequest request, TenantRegister tenants)
    {
        var (wanted, wrong) = await ReadAsync<EntraSetting>(request);
        return wrong ?? With(tenants, tenant, one =>
        {
            one.Error = wanted!.Error ?? one.Error;
            one.Roles = wanted.Roles ?? one.Roles;
            return Answer(Described(one));
        });
    }

    private static async Task<IResult> SetEntraByFormAsync(HttpRequest request, TenantRegister tenants)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (tenants.Find(form["tenant"].ToString()) is not { } tenant || !Enum.TryParse<EntraError>(form["error"], out var error))
            return Problem("A tenant and an error are needed.");
        tenant.Error = error;
        return See($"/?tenant={tenant.Id:D}&done=entra#fel");
    }

    private sealed record EntraSetting(EntraError? Error, IReadOnlyList<string>? Roles);

    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}
