using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;

namespace QrisPayments.Web;

/// <summary>Answers a request with a Razor view of this assembly, by its absolute path, without any controller.</summary>
internal sealed class ViewRenderer(IActionResultExecutor<ViewResult> executor, IModelMetadataProvider metadata)
{
    private static readonly ActionDescriptor NoAction = new();

    public Task RenderAsync<TModel>(HttpContext context, string view, TModel model, int status = StatusCodes.Status200OK)
    {
        var result = new ViewResult
        {
            ViewName = view,
            ViewData = new ViewDataDictionary<TModel>(metadata, new ModelStateDictionary()) { Model = model },
            ContentType = "text/html; charset=utf-8",
            StatusCode = status,
        };
        return executor.ExecuteAsync(new ActionContext(context, context.GetRouteData(), NoAction), result);
    }
}
