namespace Skolsynk.Sandbox.Pages;

/// <summary>404 as a page.</summary>
internal sealed class NotFoundPage : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status404NotFound;
        return Layout.Page("Finns inte här", Html.Of($"<p>Det finns inte, eller inte längre. <a href=\"/suppliers\">Till leverantörerna</a></p>"))
            .ExecuteAsync(httpContext);
    }
}
