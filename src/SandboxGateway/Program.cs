using Wangting.SandboxGateway;

if (!GatewayOptions.TryRead(args, out var options, out var problem))
{
    await Console.Error.WriteLineAsync(problem);
    return 2;
}
await using var app = SandboxGatewayApp.Build(options);
await app.StartAsync();
Console.WriteLine($"Sandbox gateway at {SandboxGatewayApp.AddressOf(app)}");
await app.WaitForShutdownAsync();
return 0;
