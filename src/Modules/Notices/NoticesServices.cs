using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Notices;

public static class NoticesServices
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        return services;
    }
}
