return await Skolsynk.Hosting.CommandProgram.Run(args);
