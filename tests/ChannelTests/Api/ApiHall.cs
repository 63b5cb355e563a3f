using Wangting.ChannelTests.Web;
using Wangting.Storage;

namespace Wangting.ChannelTests.Api;

/// <summary>A hall and a machine that may do everything over its interfaces.</summary>
public abstract class ApiHall(DatabaseKind kind) : IAsyncLifetime
{
    public ListeningHall Hall { get; private set; } = null!;
    public ApiClient Machine { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Hall = await ListeningHall.OpenAsync(kind);
        Machine = await ApiClient.MachineAsync(Hall);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Hall is null) return;
        Machine?.Dispose();
        await Hall.DisposeAsync();
    }
}

public sealed class SqliteApiHall() : ApiHall(DatabaseKind.Sqlite);

public sealed class PostgresApiHall() : ApiHall(DatabaseKind.Postgres);
