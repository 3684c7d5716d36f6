using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Frame;

/// <summary>Every page but the open ones and the first steps needs a municipality; who has none yet goes to the first step.</summary>
internal sealed class NeedsTenant : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var metadata = context.ActionDescriptor.EndpointMetadata ?? [];
        var free = metadata.Any(one => one is IAllowAnonymous or BeforeTenantAttribute);
        if (free || context.HttpContext.Visit()?.Tenant is not null)
            await next();
        else
            context.Result = new RedirectResult("/setup/consent");
    }
}

/// <summary>A page of the steps before there is a municipality.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BeforeTenantAttribute : Attribute;
