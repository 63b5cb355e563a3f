using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Kernel;

/// <summary>A right that a role can hold, listed by the module whose operations ask for it; worded by
/// <c>permission.&lt;name&gt;</c>. What no role holds is allowed to nobody.</summary>
/// <param name="ByArea">It is about customers, so it can be held for an area. A role that is held for an area gives these alone:
/// there is no audit log, no staff and no role of one city.</param>
public sealed record Permission(string Module, string Name, bool ByArea = false);

public static class Permissions
{
    /// <summary>A module names the permissions that its operations ask for.</summary>
    public static IServiceCollection AddPermissions(this IServiceCollection services, string module, params IEnumerable<string> names)
    {
        foreach (var name in names) services.AddSingleton(new Permission(module, name));
        return services;
    }

    /// <summary>The same for permissions about customers, which may be held for an area.</summary>
    public static IServiceCollection AddAreaPermissions(this IServiceCollection services, string module, params IEnumerable<string> names)
    {
        foreach (var name in names) services.AddSingleton(new Permission(module, name, ByArea: true));
        return services;
    }

    /// <summary>The refusal to give when the caller lacks a permission, or null.</summary>
    public static Refusal? Lacks(this Caller caller, string permission) =>
        caller.Can(permission) ? null : Refusal.NotAllowed("permission.missing", ("permission", Text.Of("permission." + permission)));
}

/// <summary>What the kernel's own operations ask for.</summary>
public static class KernelPermissions
{
    public const string ReadAudit = "audit.read";
    /// <summary>Take a part of the audit log away as a file.</summary>
    public const string ExportAudit = "audit.export";
    public const string ReadOutbox = "outbox.read";
    public const string RetryOutbox = "outbox.retry";
}
