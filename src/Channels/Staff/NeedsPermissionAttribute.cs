using Microsoft.AspNetCore.Authorization;

namespace Wangting.Channels.Staff;

/// <summary>A staff page that a role must open; without any permission named it is open to all staff who are in; of several any one suffices. The
/// operations behind it ask again: this keeps out early, they keep out for certain.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsPermissionAttribute : AuthorizeAttribute, IAuthorizationRequirementData, IAuthorizationRequirement
{
    public NeedsPermissionAttribute(params string[] permissions)
    {
        Permissions = permissions;
        AuthenticationSchemes = StaffScheme.Name;
    }

    public IReadOnlyList<string> Permissions { get; }

    public IEnumerable<IAuthorizationRequirement> GetRequirements()
    {
        yield return this;
    }
}

internal sealed class PermissionHandler : AuthorizationHandler<NeedsPermissionAttribute>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsPermissionAttribute requirement)
    {
        if (context.User.Identity is { IsAuthenticated: true, AuthenticationType: StaffScheme.Name }
            && (requirement.Permissions.Count == 0 || requirement.Permissions.Any(p => context.User.HasClaim(StaffScheme.Permission, p))))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
