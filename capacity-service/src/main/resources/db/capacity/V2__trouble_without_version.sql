-- Trouble goes with the settings, not with their version: most versions only repeat a status.
alter table trouble drop column registry_version;
