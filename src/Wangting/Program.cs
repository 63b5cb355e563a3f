using System.CommandLine;
using Wangting.Commands;

// wangting <command>: what an operator does with it, a file a command in Commands/.
var root = new RootCommand("Wangting (网厅): an operator's online business hall and what lies under it.")
{
    Serve.Command(),
    Demo.Command(),
    Migrate.Command(),
    Verify.Command(),
};
return await root.Parse(args).InvokeAsync();
