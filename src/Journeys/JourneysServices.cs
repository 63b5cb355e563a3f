using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Journeys;

public static class JourneysServices
{
    public static IServiceCollection AddJourneys(this IServiceCollection services)
    {
        return services;
    }
}
