using System.CommandLine;
using Wangting;
using Wangting.Commands;

// wangting <command>: what an operator does with it, a file a command in Commands/.
var root = new RootCommand("Wangting (网厅): an operator's online business hall and what lies under it.")
{
    Serve.Command(),
    Demo.Command(),
    Migrate.Command(),
    ImportFile.Command(),
    UsageCommand.Command(),
    CatalogueCommand.Command(), Bills.Command(),
    Generate.Command(),
    Voucher.Command(),
    DunningCommand.Command(),
    Verify.Command(),
    Backup.Command(),
    Restore.Command(),
    DoctorCommand.Command(),
    Audit.Command(),
    Staff.Command(),
    Client.Command(),
    Keys.Command(),
    Dial.Command(),
};
// The library would end a process two seconds after SIGTERM, in the middle of draining. Ours end by themselves; this is more
// than Operating:DrainSeconds and StopSeconds can be together.
var orderly = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(15) };
return await Problems.SayAsync(() => root.Parse(args).InvokeAsync(orderly));
