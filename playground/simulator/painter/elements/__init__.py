"""What scenes are made of; a layer of `artwork/scenes.json` names one to `do`."""
